{{/* Every topic, as topicSpecifications of packages/wire has them: {name, partitions, config}. */}}
{{- define "hopline.topics" -}}
{{- $prefix := .Values.settings.TOPIC_PREFIX -}}
{{- $settings := .Values.migrate.settings -}}
{{- $deliveries := printf "%s.deliveries.v1" $prefix -}}
{{- $work := dict "retention.ms" "604800000" "max.message.bytes" "1048576" -}}
{{- $dead := dict "retention.ms" "2592000000" "max.message.bytes" "2097152" -}}
{{- $rung := merge (dict "message.timestamp.type" "LogAppendTime") $work -}}
{{- $topics := list -}}
{{- $topics = append $topics (dict "name" (printf "%s.events.v1" $prefix) "partitions" $settings.EVENTS_PARTITIONS "config" $work) -}}
{{- $topics = append $topics (dict "name" (printf "%s.events.v1.dlq" $prefix) "partitions" $settings.DLQ_PARTITIONS "config" $dead) -}}
{{- $topics = append $topics (dict "name" $deliveries "partitions" $settings.DELIVERIES_PARTITIONS "config" $work) -}}
{{- range $delay := splitList "," .Values.settings.RETRY_LADDER | uniq -}}
{{- $topics = append $topics (dict "name" (printf "%s.retry.%s" $deliveries (trim $delay)) "partitions" $settings.RUNG_PARTITIONS "config" $rung) -}}
{{- end -}}
{{- $topics = append $topics (dict "name" (printf "%s.dlq" $deliveries) "partitions" $settings.DLQ_PARTITIONS "config" $dead) -}}
{{- toYaml $topics -}}
{{- end -}}
