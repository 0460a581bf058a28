"""Checks objects of Kubernetes against JSON schemas in which nothing is allowed that they do not name.

validate.py CRDS VERSION...: the objects come as JSON on standard input; what is wrong goes out as a JSON list of sentences.
CRDS is a folder of CustomResourceDefinitions; all other kinds are looked up in each VERSION of Kubernetes.
"""
import glob
import json
import os
import re
import sys

import yaml
from jsonschema import Draft202012Validator
from kubernetes_validate import utils
from referencing import Registry, Resource


def strict(schema):
    """Forbids what a CRD's schema does not name, as an API server asked for strict validation does."""
    if isinstance(schema, list):
        for part in schema:
            strict(part)
    elif isinstance(schema, dict):
        open_ended = schema.get("x-kubernetes-preserve-unknown-fields")
        if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema and not open_ended:
            schema["additionalProperties"] = False
        if schema.pop("x-kubernetes-int-or-string", False):
            schema.pop("type", None)
            schema["anyOf"] = [{"type": "integer"}, {"type": "string"}]
        for part in schema.values():
            strict(part)
    return schema


def crd_validators(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "*.yaml")):
        with open(path, encoding="utf8") as file:
            for crd in yaml.safe_load_all(file):
                spec = crd["spec"]
                for version in spec["versions"]:
                    schema = strict(version["schema"]["openAPIV3Schema"])
                    # The API server itself knows what metadata is.
                    schema["properties"]["metadata"] = {"type": "object"}
                    key = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                    found[key] = Draft202012Validator(schema)
    return found


class Core:
    """The kinds of one version of Kubernetes."""

    def __init__(self, version):
        self.version = version
        self.folder = f"kubernetes-json-schema/v{version}.0-local-strict"
        definitions = utils.schema_contents(f"{self.folder}/_definitions.json", version)
        self.registry = Resource.from_contents(definitions) @ Registry()
        self.validators = {}

    def validator(self, api_version, kind):
        key = (api_version, kind)
        if key not in self.validators:
            group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
            schema = utils.schema_contents(f"{self.folder}/{kind.lower()}-{group}.json", self.version)
            registry = Resource.from_contents(schema) @ self.registry
            self.validators[key] = Draft202012Validator(schema, registry=registry)
        return self.validators[key]


def main():
    folder, *versions = sys.argv[1:]
    crds = crd_validators(folder)
    cores = [Core(version) for version in versions]
    problems = []
    for document in json.load(sys.stdin):
        api_version, kind = document["apiVersion"], document["kind"]
        name = f"{kind} {document['metadata']['name']}"
        crd = crds.get((api_version, kind))
        checks = [("", crd)] if crd else []
        if not crd:
            for core in cores:
                try:
                    checks.append((f" (Kubernetes {core.version})", core.validator(api_version, kind)))
                except FileNotFoundError:
                    problems.append(f"{name}: Kubernetes {core.version} has no {kind} of {api_version}")
        for where, validator in checks:
            for error in validator.iter_errors(document):
                problems.append(f"{name}{where}: {error.json_path}: {error.message[:300]}")
    json.dump(problems, sys.stdout)


main()
