{{/*
What the public may reach, most specific first: {path, exact, role}. Events go to ingest; the way of one event, below the same
path, to control. /metrics, /healthz and /readyz are not among it.
*/}}
{{- define "hopline.publicPaths" -}}
- { path: /api/events, exact: true, role: ingest }
- { path: /api/events/batch, exact: true, role: ingest }
- { path: /api, exact: false, role: control }
{{- if .Values.public.console }}
- { path: /console, exact: false, role: control }
{{- end }}
{{- if .Values.public.docs }}
- { path: /docs, exact: false, role: control }
- { path: /openapi.json, exact: true, role: control }
{{- end }}
{{- end -}}
