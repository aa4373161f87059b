"""The labeling language on the server: check a config, and check tasks and results against it. Pure: no I/O."""

from labelwright.labelconfig.check import check, load
from labelwright.labelconfig.data_check import (
    UNDEFINED,
    DataCheck,
    check_data,
    compile_data_check,
    first_data_key,
    rename_undefined,
    the_only_data_key,
)
from labelwright.labelconfig.issues import Issue, Severity
from labelwright.labelconfig.model import CheckedConfig, ControlTag, DataField, LabelConfig, ObjectTag
from labelwright.labelconfig.renaming import holds, renamed
from labelwright.labelconfig.result_check import ResultCheck, check_result, compile_result_check
from labelwright.labelconfig.usage import UsageKey, incompatible_results, missing_labels, used_labels
from labelwright.labelconfig.wire import (
    control_weights,
    has_control_tags,
    parsed_label_config,
    suitable_for_bulk_annotation,
)

__all__ = [
    "UNDEFINED",
    "CheckedConfig",
    "ControlTag",
    "DataCheck",
    "DataField",
    "Issue",
    "LabelConfig",
    "ObjectTag",
    "ResultCheck",
    "Severity",
    "UsageKey",
    "check",
    "check_data",
    "check_result",
    "compile_data_check",
    "compile_result_check",
    "control_weights",
    "first_data_key",
    "has_control_tags",
    "holds",
    "incompatible_results",
    "load",
    "missing_labels",
    "parsed_label_config",
    "rename_undefined",
    "renamed",
    "suitable_for_bulk_annotation",
    "the_only_data_key",
    "used_labels",
]
