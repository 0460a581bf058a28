{{/*
What runs: a map from the name of a workload to {service, role, values}. Where the roles of a service are separate, each has
a Deployment of its own, whose values are the service's with what is otherwise for it.
*/}}
{{- define "hopline.workloads" -}}
{{- $values := .Values -}}
{{- $all := dict -}}
{{- $api := omit $values.api "roles" "settings" "ingest" "control" -}}
{{- if eq $values.api.roles "separate" -}}
{{- range $role := list "ingest" "control" -}}
{{- $own := mergeOverwrite (deepCopy $api) (get $values.api $role) -}}
{{- $_ := set $all (printf "api-%s" $role) (dict "service" "api" "role" $role "values" $own) -}}
{{- end -}}
{{- else -}}
{{- $_ := set $all "api" (dict "service" "api" "role" "" "values" $api) -}}
{{- end -}}
{{- $_ := set $all "persist" (dict "service" "persist" "role" "" "values" (omit $values.persist "settings")) -}}
{{- $deliver := omit $values.deliver "roles" "settings" "rungs" -}}
{{- if eq $values.deliver.roles "separate" -}}
{{- $rungs := mergeOverwrite (deepCopy (omit $deliver "autoscaling")) $values.deliver.rungs (dict "autoscaling" (dict "enabled" false)) -}}
{{- $_ := set $all "deliver" (dict "service" "deliver" "role" "deliveries" "values" $deliver) -}}
{{- $_ := set $all "deliver-rungs" (dict "service" "deliver" "role" "rungs" "values" $rungs) -}}
{{- else -}}
{{- $_ := set $all "deliver" (dict "service" "deliver" "role" "" "values" $deliver) -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}
