"""The words that Zenodo takes, as its deposit interface writes them.

https://developers.zenodo.org/#representation, measured against its server.
"""

from __future__ import annotations

from typing import Literal

Target = Literal["sandbox", "zenodo"]

UploadType = Literal[
    "publication",
    "poster",
    "presentation",
    "dataset",
    "image",
    "video",
    "software",
    "lesson",
    "physicalobject",
    "other",
]

PublicationType = Literal[
    "annotationcollection",
    "book",
    "section",
    "conferencepaper",
    "datamanagementplan",
    "article",
    "patent",
    "preprint",
    "deliverable",
    "milestone",
    "proposal",
    "report",
    "softwaredocumentation",
    "taxonomictreatment",
    "technicalnote",
    "thesis",
    "workingpaper",
    "other",
]

Role = Literal[
    "ContactPerson",
    "DataCollector",
    "DataCurator",
    "DataManager",
    "Distributor",
    "Editor",
    "HostingInstitution",
    "Producer",
    "ProjectLeader",
    "ProjectManager",
    "ProjectMember",
    "RegistrationAgency",
    "RegistrationAuthority",
    "RelatedPerson",
    "Researcher",
    "ResearchGroup",
    "RightsHolder",
    "Sponsor",
    "Supervisor",
    "WorkPackageLeader",
    "Other",
]

Relation = Literal[
    "isCitedBy",
    "cites",
    "isSupplementTo",
    "isSupplementedBy",
    "isContinuedBy",
    "continues",
    "isDescribedBy",
    "describes",
    "hasMetadata",
    "isMetadataFor",
    "isNewVersionOf",
    "isPreviousVersionOf",
    "isPartOf",
    "hasPart",
    "isReferencedBy",
    "references",
    "isDocumentedBy",
    "documents",
    "isCompiledBy",
    "compiles",
    "isVariantFormOf",
    "isOriginalFormOf",
    "isIdenticalTo",
    "isReviewedBy",
    "reviews",
    "isDerivedFrom",
    "isSourceOf",
    "requires",
    "isRequiredBy",
    "isObsoletedBy",
    "obsoletes",
]

FUNDERS = frozenset(
    {
        "10.13039/100000001",
        "10.13039/100000002",
        "10.13039/100004440",
        "10.13039/100014013",
        "10.13039/100018231",
        "10.13039/501100000024",
        "10.13039/501100000038",
        "10.13039/501100000155",
        "10.13039/501100000690",
        "10.13039/501100000780",
        "10.13039/501100000806",
        "10.13039/501100000923",
        "10.13039/501100000925",
        "10.13039/501100001602",
        "10.13039/501100001665",
        "10.13039/501100001711",
        "10.13039/501100001871",
        "10.13039/501100002341",
        "10.13039/501100002428",
        "10.13039/501100003246",
        "10.13039/501100004410",
        "10.13039/501100004488",
        "10.13039/501100004564",
        "10.13039/501100006364",
        "10.13039/501100006588",
    }
)
"""The funders whose grants the interface takes; it refuses the whole record for any other."""
