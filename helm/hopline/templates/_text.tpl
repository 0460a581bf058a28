{{/* A value as the environment has it. Helm reads whole numbers as floats, and would write large ones as 6.7e+07. */}}
{{- define "hopline.text" -}}
{{- if kindIs "float64" . -}}
{{- if eq . (floor .) }}{{ printf "%.0f" . }}{{ else }}{{ . }}{{ end -}}
{{- else if kindIs "slice" . -}}
{{- join "," . -}}
{{- else -}}
{{- toString . -}}
{{- end -}}
{{- end -}}

{{/* Seconds, rounded up, of a duration such as 200ms, 5s, 10m, 1h or 30d. */}}
{{- define "hopline.seconds" -}}
{{- $number := regexFind "^[0-9]+([.][0-9]+)?" . | float64 -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- mulf $number (get (dict "ms" 0.001 "s" 1.0 "m" 60.0 "h" 3600.0 "d" 86400.0) $unit) | ceil | int -}}
{{- end -}}

{{/* How long a service drains after SIGTERM, in seconds, as its own config.ts has it. {root, service} */}}
{{- define "hopline.drainSeconds" -}}
{{- $settings := get (get .root.Values .service) "settings" -}}
{{- $grace := $settings.SHUTDOWN_GRACE -}}
{{- if eq .service "api" -}}
{{- add (include "hopline.seconds" (default "0s" $settings.SHUTDOWN_DELAY)) (include "hopline.seconds" (default "10s" $grace)) -}}
{{- else if eq .service "persist" -}}
{{- include "hopline.seconds" (default "10s" $grace) -}}
{{- else if $grace -}}
{{- include "hopline.seconds" $grace -}}
{{- else -}}
{{- add (include "hopline.seconds" (default "15s" $settings.WEBHOOK_TIMEOUT)) 5 -}}
{{- end -}}
{{- end -}}
