"""What fields of a name look like, for the OpenAPI document: the same everywhere, so that examples fit together."""

from typing import Any

from labelwright.core.version import VERSION

_MOMENT = "2026-11-26T09:30:00Z"
_FORMATS = {"date-time": _MOMENT, "date": "2026-11-26"}

_TEXTS = {
    **dict.fromkeys(("title", "name"), "Reviews"),
    **dict.fromkeys(("token", "secret", "csrf_token", "access", "refresh"), "3f6c…"),
    **dict.fromkeys(("password", "basic_auth_pass"), "correct horse battery"),
    **dict.fromkeys(("email", "user", "contact_info"), "ann@example.org"),
    **dict.fromkeys(("role", "project_role", "default_role"), "AN"),
    **dict.fromkeys(("control", "from_name"), "sentiment"),
    **dict.fromkeys(("error", "error_message", "traceback"), "The bucket does not exist."),
    **dict.fromkeys(("message", "detail"), "Imported 1,200 tasks"),
    **dict.fromkeys(("next", "previous"), "/api/projects?page=2"),
    **dict.fromkeys(("finished", "skipped", "annotated", "reviewed"), "only"),
    **dict.fromkeys(("state", "previous_state"), "CREATED"),
    "action": "ANNOTATION_CREATED",
    "avatar": "/avatars/7.png",
    "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key": "wJalrXUtnFEMI…",
    "aws_session_token": "FwoGZXIvYXdz…",
    "aws_sse_kms_key_id": "arn:aws:kms:eu-central-1:123456789012:key/1",
    "basic_auth_user": "labelwright",
    "bucket": "my-bucket",
    "code": "not_found",
    "color": "#FFFFFF",
    "comment": "Decades count as dates.",
    "created_ago": "3 minutes",
    "created_username": "Ann Lee ann@example.org, 7",
    "description": "What customers say about phones.",
    "event_id": "0e7a1c2d",
    "excerpt": "ok",
    "expert_instruction": "<p>Label what the customer felt.</p>",
    "export_type": "JSON",
    "file": "upload/1/3f6c-reviews.csv",
    "first_name": "Ann",
    "help": "How far its annotators agree, 0 to 1",
    "hint": "Sign in again.",
    "id": "tasks:agreement",
    "initials": "AL",
    "ip_address": "203.0.113.7",
    "key": "ANNOTATION_CREATED",
    "kind": "imports.tasks",
    "label": "Positive",
    "label_config": '<View><Text name="text" value="$text"/></View>',
    "last_action": "submitted",
    "last_name": "Lee",
    "last_sync_job": "12",
    "md5": "5d41402abc4b2a76b9719d911017c592",
    "model_version": "v1",
    "parent": "data",
    "path": "/srv/tasks",
    "person": "Ann Lee",
    "phone": "+49 30 123456",
    "prefix": "tasks/",
    "readable_state": "Connected",
    "project_title": "Reviews",
    "reason": "submitted",
    "regex_filter": r".*\.json",
    "region_name": "eu-central-1",
    "request_id": "3f6c2a1e",
    "request_method": "PATCH",
    "request_url": "/api/projects/1",
    "response_code": "200",
    "s3_endpoint": "https://minio.example.org",
    "sampling": "Sequential sampling",
    "search": "ann",
    "signup": "invite",
    "skip_queue": "REQUEUE_FOR_OTHERS",
    "status": "completed",
    "storage_filename": "tasks/1.json",
    "target": "tasks",
    "text": "Decades count as dates.",
    "transition_name": "submit",
    "type": "Number",
    "unique_id": "b1f0c8a2-6c1e-4b53-9f0a-1d2c3b4a5e6f",
    "url": "https://example.org/hook",
    "username": "ann",
    "value_type": "Number",
    "version": VERSION,
}
_NUMBERS = {
    "api_token_ttl_days": 365,
    "duration_ms": 84,
    "max_session_age": 20160,
    "max_time_between_activity": 7200,
    "maximum_annotations": 1,
    "overlap_cohort_percentage": 100,
    "presign_ttl": 1,
    "review_percentage": 100,
    "size": 48213,
    "status": 200,
    "sync_minutes": 60,
    "timeout": 100,
    **dict.fromkeys(("lead_time", "mean_lead_time", "median_lead_time", "duration"), 14.2),
    "idle_beyond": 900.0,
    "per_day": 40.0,
}
_A_NUMBER = {"integer": 7, "number": 0.82}


def fill(schema: Any) -> None:
    """Give the properties of a schema, and of those in it, an example where they say nothing of their own."""
    if isinstance(schema, list):
        for part in schema:
            fill(part)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            for name, found in properties.items():
                _fill_one(name, found)
        for part in schema.values():
            fill(part)


def _fill_one(name: str, schema: dict[str, Any]) -> None:
    if schema.keys() & {"example", "examples", "enum", "const", "$ref"}:
        return
    for shape in schema.get("anyOf", [schema]):
        example = _of(name, shape)
        if example is not None:
            schema["examples"] = [example]
            return


def _of(name: str, shape: dict[str, Any]) -> Any:
    if shape.get("format") in _FORMATS:
        return _FORMATS[shape["format"]]
    if shape.get("type") == "string":
        return _TEXTS.get(name)
    if shape.get("type") in _A_NUMBER:
        return _NUMBERS.get(name, _A_NUMBER[shape["type"]])
    return None
