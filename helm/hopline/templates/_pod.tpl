{{/* Restricted Pod Security, of a pod. The image's user; its group may read what is mounted. */}}
{{- define "hopline.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{/* The same, of a container. */}}
{{- define "hopline.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* The certificates of a server: {secrets: {ca, client}} as files ca.crt, client.crt and client.key. */}}
{{- define "hopline.certificates" -}}
{{- with .ca }}
{{- if .name }}
- secret:
    name: {{ .name }}
    items: [{ key: {{ .key | quote }}, path: ca.crt }]
{{- end }}
{{- end }}
{{- with .client }}
{{- if .name }}
- secret:
    name: {{ .name }}
    items: [{ key: {{ .certKey | quote }}, path: client.crt }, { key: {{ .keyKey | quote }}, path: client.key }]
{{- end }}
{{- end }}
{{- end -}}

{{- define "hopline.volumes" -}}
{{- $kafka := ternary .Values.kafka.tls dict .Values.kafka.tls.enabled -}}
{{- range $name, $tls := dict "kafka" $kafka "postgres" .Values.postgres.tls }}
{{- with include "hopline.certificates" $tls | trim }}
- name: {{ $name }}-certificates
  projected:
    # 0440: for the pod's group.
    defaultMode: 288
    sources:
      {{- . | nindent 6 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hopline.volumeMounts" -}}
{{- range include "hopline.volumes" . | fromYamlArray }}
- name: {{ .name }}
  mountPath: /etc/hopline/{{ trimSuffix "-certificates" .name }}
  readOnly: true
{{- end }}
{{- end -}}

{{/* What every container of ours begins with. {root, service, role} */}}
{{- define "hopline.container" -}}
image: {{ include "hopline.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .service }}]
env:
  {{- include "hopline.env" . | trim | nindent 2 }}
  {{- with ternary "" (include "hopline.tracingEnv" .root | trim) (eq .service "migrate") }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with .root.Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
securityContext:
  {{- include "hopline.containerSecurity" . | nindent 2 }}
{{- with include "hopline.volumeMounts" .root | trim }}
volumeMounts:
  {{- . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What every pod of ours has. */}}
{{- define "hopline.podBasics" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "hopline.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with include "hopline.volumes" . | trim }}
volumes:
  {{- . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* {root, selector} */}}
{{- define "hopline.spread" -}}
{{- $selector := .selector -}}
{{- $spread := .root.Values.topologySpread -}}
{{- range $key, $when := dict "topology.kubernetes.io/zone" $spread.zone "kubernetes.io/hostname" $spread.host }}
{{- if $when }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: {{ $when }}
  labelSelector:
    matchLabels:
      {{- $selector | nindent 6 }}
  # Of one release: while the next one rolls out, the pods of the one before do not count.
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
{{- end -}}
