"""The same ranking over a million people: packed columns, tables of points per vacancy, exact search best first.

`rank` defines the order and explains it; here the same criteria are asked once for each value that occurs, and what
they answer is looked up for everybody. A property test holds both equal to the point.
"""
