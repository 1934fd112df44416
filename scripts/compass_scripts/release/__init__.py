"""``compass release``: reserve a DOI, build with it, deposit on Zenodo, verify, publish, record."""
