"""The Helm chart: what it renders is valid to the letter, and values that cannot work are refused."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from labelwright.core.settings import ALIASES, PREFIX, Settings
from tests.tools import chart
from tests.tools.chart import Document, Refused, container, documents, environment, of_kind

pytestmark = pytest.mark.slow  # each rendering is a process of its own

KUBERNETES = ("1.27", "1.37")
"""The oldest and the newest that manifests are checked for."""

BASE: dict[str, Any] = {
    "database": {"host": "postgres.example.org"},
    "secrets": {"secretKey": "k" * 40, "databasePassword": "a: 'hard' one\"#"},
}
SINGLE = {"api": {"replicas": 1}, "worker": {"replicas": 0}, "persistence": {"accessMode": "ReadWriteOnce"}}
EVERYTHING = {
    "image": {"repository": "registry.example.org/labelwright", "digest": "sha256:" + "0" * 64},
    "imagePullSecrets": [{"name": "registry"}],
    "owner": {"email": "owner@example.org"},
    "secrets": {"ownerPassword": "a lovely little phone", "ownerToken": "0123456789abcdef0123456789abcdef01234567"},
    "api": {
        "autoscaling": {"enabled": True, "maxReplicas": 4},
        "podAnnotations": {"a": "b"},
        "nodeSelector": {"disk": "fast"},
        "tolerations": [{"key": "labels", "operator": "Exists"}],
        "affinity": {"nodeAffinity": {}},
    },
    "worker": {"podAnnotations": {"a": "b"}, "disruptionBudget": {"minAvailable": "50%"}},
    "ingress": {"enabled": True, "host": "label.example.org", "className": "nginx", "annotations": {"a": "b"}},
    "networkPolicy": {
        "from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress"}}}],
        "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}],
    },
    "serviceMonitor": {"enabled": True, "labels": {"release": "prometheus"}},
    "serviceAccount": {"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/labels"}},
    "persistence": {"storageClass": "shared"},
    "settings": {"LABELWRIGHT_SSRF_ALLOWED_SUBNETS": "10.0.0.0/8", "LABELWRIGHT_MAX_UPLOAD_MB": 500},
    "extraEnv": [{"name": "AWS_REGION", "value": "eu-central-1"}],
}
EXISTING = {
    "secrets": {"existingSecret": "mine", "secretKey": "", "databasePassword": ""},
    "persistence": {"existingClaim": "files"},
    "migration": {"enabled": False},
    "serviceAccount": {"create": False},
    "networkPolicy": {"enabled": False},
}


def merged(*values: dict[str, Any]) -> dict[str, Any]:
    """Values over each other, as Helm lays them."""
    found: dict[str, Any] = {}
    for layer in values:
        for key, value in layer.items():
            both = isinstance(value, dict) and isinstance(found.get(key), dict)
            found[key] = merged(found[key], value) if both else deepcopy(value)
    return found


@pytest.fixture(scope="module")
def default() -> list[Document]:
    return documents(BASE)


@pytest.fixture(scope="module")
def everything() -> list[Document]:
    return documents(merged(BASE, EVERYTHING))


def is_known_setting(name: str) -> bool:
    """Whether a setting of the server is read from this variable."""
    names = {PREFIX + field.upper() for field in Settings.model_fields}
    return name in names | {alias for aliases in ALIASES.values() for alias in aliases}


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize(
    "more", [{}, SINGLE, EVERYTHING, EXISTING], ids=["default", "single", "everything", "existing"]
)
def test_every_resource_is_valid(more: dict[str, Any], version: str) -> None:
    found = documents(merged(BASE, more))
    for document in found:
        if document["kind"] != "ServiceMonitor":  # a resource of the Prometheus operator's own
            kubernetes_validate.validate(document, version, strict=True)
    names = [(document["kind"], document["metadata"]["name"]) for document in found]
    assert len(names) == len(set(names))


def test_a_misspelled_field_would_be_seen(default: list[Document]) -> None:
    wrong = deepcopy(of_kind(default, "Deployment", "api"))
    wrong["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES[1], strict=True)


def test_the_plain_manifests_are_valid_and_up_to_date() -> None:
    text = chart.MANIFESTS.read_text()
    assert text == chart.plain(), "run `make manifests`"
    for document in filter(None, yaml.safe_load_all(text)):
        kubernetes_validate.validate(document, KUBERNETES[1], strict=True)


def test_the_chart_passes_helms_own_lint(tmp_path: Path) -> None:
    values = tmp_path / "values.yaml"
    values.write_text(yaml.safe_dump(merged(BASE, EVERYTHING)))
    assert "0 chart(s) failed" in chart.rendered(values, "--strict", command="lint")


def test_by_default_two_of_each_share_a_volume_after_a_migration(default: list[Document]) -> None:
    assert {item["kind"] for item in default} == {
        *("Deployment", "Job", "NetworkPolicy", "PersistentVolumeClaim", "PodDisruptionBudget", "Secret"),
        *("Service", "ServiceAccount"),
    }
    for role in ("api", "worker"):
        deployment = of_kind(default, "Deployment", role)["spec"]
        assert deployment["replicas"] == 2
        assert {"name": "data", "persistentVolumeClaim": {"claimName": "labelwright-data"}} in (
            deployment["template"]["spec"]["volumes"]
        )
    assert of_kind(default, "PersistentVolumeClaim")["spec"]["accessModes"] == ["ReadWriteMany"]
    hooks = of_kind(default, "Job")["metadata"]["annotations"]
    assert hooks["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert container(default, "Job")["args"] == ["migrate"]


def test_containers_get_no_more_rights_than_they_need(default: list[Document]) -> None:
    for kind, role in (("Deployment", "api"), ("Deployment", "worker"), ("Job", "migrate")):
        pod = of_kind(default, kind, role)["spec"]["template"]["spec"]
        (one,) = pod["containers"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert one["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {mount["mountPath"] for mount in one["volumeMounts"]} == {"/data", "/tmp"}  # noqa: S108


def test_the_migration_needs_nothing_that_is_not_there_yet(default: list[Document]) -> None:
    job = of_kind(default, "Job")
    secret = of_kind(default, "Secret", "migrate")
    assert secret["metadata"]["annotations"]["helm.sh/hook"] == job["metadata"]["annotations"]["helm.sh/hook"]
    weights = [int(item["metadata"]["annotations"]["helm.sh/hook-weight"]) for item in (secret, job)]
    assert weights[0] < weights[1]
    pod = job["spec"]["template"]["spec"]
    assert "serviceAccountName" not in pod
    assert all("emptyDir" in volume for volume in pod["volumes"])
    assert environment(default, container(default, "Job"))["LABELWRIGHT_SECRET_KEY"] == "k" * 40


@pytest.mark.parametrize("role", ["api", "worker"])
def test_the_environment_makes_settings(everything: list[Document], role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = environment(everything, container(everything, "Deployment", role))
    assert [name for name in taken if not is_known_setting(name)] == ["AWS_REGION"]
    for name, value in taken.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.url == (
        "postgresql+asyncpg://labelwright:a%3A%20%27hard%27%20one%22%23@postgres.example.org:5432/labelwright"
    )
    assert (settings.public_url, settings.uses_https) == ("https://label.example.org", True)
    assert (settings.max_upload_mb, str(settings.data_dir)) == (500, "/data")
    if role == "api":
        assert (settings.embedded_worker, settings.username) == (False, "owner@example.org")
        assert (settings.host, settings.port, settings.max_connections_per_address) == ("0.0.0.0", 8080, 0)  # noqa: S104


def test_a_single_pod_runs_jobs_itself_and_gives_its_volume_up_before_an_upgrade() -> None:
    found = documents(merged(BASE, SINGLE))
    api = of_kind(found, "Deployment")
    assert environment(found, container(found, "Deployment"))["LABELWRIGHT_EMBEDDED_WORKER"] == "true"
    assert api["spec"]["strategy"] == {"type": "Recreate"}
    assert not [item for item in found if item["kind"] == "PodDisruptionBudget"], "it would keep nodes from draining"


def test_an_autoscaler_alone_decides_about_replicas(everything: list[Document]) -> None:
    scaler = of_kind(everything, "HorizontalPodAutoscaler")["spec"]
    api = of_kind(everything, "Deployment", "api")
    assert (scaler["scaleTargetRef"]["name"], scaler["minReplicas"], scaler["maxReplicas"]) == (
        *(api["metadata"]["name"], 2, 4),
    )
    assert "replicas" not in api["spec"]


def test_what_points_at_pods_finds_them(everything: list[Document]) -> None:
    pods = {role: of_kind(everything, "Deployment", role)["spec"]["template"] for role in ("api", "worker")}
    service = of_kind(everything, "Service")
    monitor = of_kind(everything, "ServiceMonitor")["spec"]
    backend = of_kind(everything, "Ingress")["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert service["spec"]["selector"].items() <= pods["api"]["metadata"]["labels"].items()
    assert monitor["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert monitor["endpoints"][0]["port"] == service["spec"]["ports"][0]["name"] == backend["port"]["name"]
    assert backend["name"] == service["metadata"]["name"]
    for kind, key in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
        for role, pod in pods.items():
            selector = of_kind(everything, kind, role)["spec"][key]["matchLabels"]
            assert selector.items() <= pod["metadata"]["labels"].items()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"database": {"host": ""}}, "/database/host"),
        ({"secrets": {"secretKey": "short"}}, "/secrets/secretKey"),
        ({"secrets": {"databasePassword": ""}}, "/secrets/databasePassword"),
        ({"persistence": {"accessMode": "ReadWriteOnce"}}, "up to 4 pods share the data directory"),
        (merged(SINGLE, {"worker": {"replicas": 1}}), "up to 2 pods share the data directory"),
        (
            merged(SINGLE, {"api": {"autoscaling": {"enabled": True, "maxReplicas": 3}}}),
            "up to 3 pods share the data directory",
        ),
        ({"api": {"replicas": 0}}, "/api/replicas"),
        ({"api": {"replicas": 9, "autoscaling": {"enabled": True}}}, "maxReplicas is less than api.replicas"),
        ({"ingress": {"enabled": True}}, "/ingress/host"),
        ({"owner": {"email": "owner@example.org"}}, "owner.email needs secrets.ownerPassword"),
        ({"secrets": {"ownerToken": "0" * 40}}, "secrets.ownerToken needs owner.email"),
        ({"publicUrl": "label.example.org"}, "/publicUrl"),
        ({"replicaCount": 3}, "replicaCount"),
        ({"settings": {"labelwright_port": 1}}, "labelwright_port"),
    ],
)
def test_values_that_cannot_work_are_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        documents(merged(BASE, more))


def test_the_release_is_the_packages() -> None:
    from labelwright.core.version import VERSION

    described = yaml.safe_load((chart.CHART / "Chart.yaml").read_text())
    assert described["appVersion"] == VERSION
