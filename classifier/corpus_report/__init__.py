"""A report of scored corpora: who stands how toward whom, over time, as one page and tables beside it.

`write.write_report` is the door. Below it: reading -> sums, details -> collect -> page, csv_tables.
"""
