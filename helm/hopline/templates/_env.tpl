{{/* Settings that follow from other values of the chart. {root, role} */}}
{{- define "hopline.derivedSettings" -}}
{{- $kafka := .root.Values.kafka -}}
KAFKA_BROKERS: {{ join "," $kafka.brokers | quote }}
{{- if $kafka.tls.enabled }}
KAFKA_TLS: "true"
{{- if $kafka.tls.ca.name }}
KAFKA_TLS_CA_FILE: /etc/hopline/kafka/ca.crt
{{- end }}
{{- if $kafka.tls.client.name }}
KAFKA_TLS_CERT_FILE: /etc/hopline/kafka/client.crt
KAFKA_TLS_KEY_FILE: /etc/hopline/kafka/client.key
{{- end }}
{{- end }}
{{- with $kafka.sasl.mechanism }}
KAFKA_SASL_MECHANISM: {{ . }}
KAFKA_SASL_USERNAME: {{ $kafka.sasl.username | quote }}
{{- end }}
{{- if ne .root.Values.postgres.pooler "none" }}
DATABASE_POOLER: {{ .root.Values.postgres.pooler }}
{{- end }}
{{- with .role }}
API_ROLES: {{ . }}
DELIVER_ROLES: {{ . }}
{{- end }}
{{- end -}}

{{/* Which secret a setting is. */}}
{{- define "hopline.secretSettings" -}}
ADMIN_TOKEN: adminToken
SECRET_KEYS: secretKeys
DATABASE_URL: databaseUrl
DATABASE_LISTEN_URL: databaseListenUrl
DATABASE_READ_URL: databaseReadUrl
KAFKA_SASL_PASSWORD: kafkaPassword
SCHEMA_REGISTRY_URL: schemaRegistryUrl
SCHEMA_REGISTRY_AUTH: schemaRegistryAuth
{{- end -}}

{{/*
The environment of a service: of all values, those that it knows, which files/settings.json says; `npm run chart` writes that
from the services' own config.ts. {root, service, role}
*/}}
{{- define "hopline.env" -}}
{{- $values := .root.Values -}}
{{- $given := mergeOverwrite (include "hopline.derivedSettings" . | fromYaml) (deepCopy $values.settings) (get (get $values .service) "settings" | deepCopy) -}}
{{- $secrets := include "hopline.secretSettings" . | fromYaml -}}
{{- range $name := get (.root.Files.Get "files/settings.json" | fromJson) .service }}
{{- $ref := get $values.secrets (get $secrets $name | default "") | default dict }}
{{- if $ref.name }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef: {{ dict "name" $ref.name "key" $ref.key | toJson }}
{{- else }}
{{- with include "hopline.text" (get $given $name) }}
- name: {{ $name }}
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where spans go, and what says where they come from. */}}
{{- define "hopline.tracingEnv" -}}
{{- with .Values.tracing }}
{{- if .endpoint }}
- name: HOPLINE_POD
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- name: OTEL_RESOURCE_ATTRIBUTES
  value: k8s.namespace.name={{ $.Release.Namespace }},k8s.pod.name=$(HOPLINE_POD)
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .endpoint | quote }}
{{- with .sampler }}
- name: OTEL_TRACES_SAMPLER
  value: {{ . | quote }}
{{- end }}
{{- with .samplerArg }}
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
