"""What a release is: read from ``CITATION.cff`` and ``release.yml``, checked without a network.

Start reading at :mod:`compass_model.release.record`. Nothing here is loaded by a site that does not
say how to cite it.
"""
