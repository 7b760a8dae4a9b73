"""A small mapping file, from which each test changes one thing."""

from __future__ import annotations

EXAMPLE = """
survey: xyz_lfs_2024
title: Labour force survey
country: KH
ref_area: KHM
time: 2024-Q1
standard: 19
source: Somewhere
design: {strata: [PROV], psu: [EA]}
variables:
  weight: {column: W, times: 0.01}
  sex: {column: SEX, recode: {1: M, 2: F}}
  age: {column: AGE, not_answers: [99]}
  region: {column: PROV, recode: {1: KH01, 2: KH02}}
  worked: {column: Q1, yes: 1, no: 2}
  absent_from_job: {column: Q2, yes: 1, no: 2}
  sought_work: {yes: {any: [{Q3: 1}, {Q4: 1}]}, no: {Q3: 2, Q4: 2}}
  available: {column: Q5, yes: [1, 2], no: 3}
  isco2: {column: OCC, digits: 4, keep: 2}
  isic2: {column: IND, digits: 2}
  education: {cases: [{when: {EDU: {to: 1}}, is: 0}, {when: {EDU: {from: 2, to: 6}}, is: 2}]}
  actual_hours: {sum: [H1, H2]}
not_asked: [future_start]
"""

TABLE = """W,SEX,AGE,PROV,EA,Q1,Q2,Q3,Q4,Q5,OCC,IND,EDU,H1,H2
100,1,30,1,7,1,,,,,2310,1,1,40,8
150,2,14,1,8,2,1,2,1,2,111,85,4,,
200,2,99,2,7,2,2,2,2,3,x,,9,20,
250,3,50,2,9,,,1,2,1,,99,,0,0
"""
