{{/* Names and labels. A name has at most 63 characters, and the longest suffix is "-dashboard-delivery". */}}
{{- define "hopline.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 44 | trimSuffix "-" -}}
{{- end -}}

{{- define "hopline.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 44 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "hopline.name" . -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 44 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Of everything. */}}
{{- define "hopline.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "hopline.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ default .Chart.AppVersion .Values.image.tag | trunc 63 | quote }}
app.kubernetes.io/part-of: hopline
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* By these a workload's pods are found. They never change: a Deployment's selector cannot. {root, name, service} */}}
{{- define "hopline.selector" -}}
app.kubernetes.io/name: {{ include "hopline.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .service }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- with .name }}
hopline/workload: {{ . }}
{{- end }}
{{- end -}}

{{- define "hopline.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ default .Chart.AppVersion $image.tag }}
{{- end -}}
{{- end -}}

{{- define "hopline.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "hopline.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The Service in front of a part of the API: "ingest" or "control". {root, role} */}}
{{- define "hopline.apiService" -}}
{{- $name := printf "%s-api" (include "hopline.fullname" .root) -}}
{{- ternary (printf "%s-%s" $name .role) $name (eq .root.Values.api.roles "separate") -}}
{{- end -}}
