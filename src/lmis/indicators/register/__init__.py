"""The ministry's figures from the register: what is counted, by what, and the sums that must agree."""
