{{/* What no schema can say. Each says what to do. */}}
{{- define "hopline.checks" -}}
{{- $values := .Values -}}
{{- $topics := $values.migrate.settings -}}
{{- $limits := dict "persist" $topics.EVENTS_PARTITIONS "deliver" $topics.DELIVERIES_PARTITIONS -}}
{{- range $service, $partitions := $limits -}}
{{- $own := get $values $service -}}
{{- $most := ternary $own.autoscaling.maxReplicas $own.replicas $own.autoscaling.enabled | int -}}
{{- if gt $most (int $partitions) -}}
{{- fail (printf "%s: %d pods for %d partitions; those above it would have nothing to do: lower %s.%s, or make the topic with more partitions" $service $most (int $partitions) $service (ternary "autoscaling.maxReplicas" "replicas" $own.autoscaling.enabled)) -}}
{{- end -}}
{{- end -}}
{{- range $name, $workload := include "hopline.workloads" . | fromYaml -}}
{{- $scaling := $workload.values.autoscaling -}}
{{- if and $scaling.enabled (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- fail (printf "%s: autoscaling.minReplicas is more than autoscaling.maxReplicas" $name) -}}
{{- end -}}
{{- if and $scaling.enabled (eq $workload.service "api") (not $scaling.cpuPercent) (not $scaling.requestsPerSecond) -}}
{{- fail (printf "%s: autoscaling by neither CPU nor requests: set autoscaling.cpuPercent or autoscaling.requestsPerSecond" $name) -}}
{{- end -}}
{{- if and (eq (toString $workload.values.rollout.maxSurge | trimSuffix "%") "0") (eq (toString $workload.values.rollout.maxUnavailable | trimSuffix "%") "0") -}}
{{- fail (printf "%s: rollout.maxSurge and rollout.maxUnavailable are both 0, so no rollout could ever begin" $name) -}}
{{- end -}}
{{- end -}}
{{- if gt (int $topics.MIN_INSYNC_REPLICAS) (int $topics.REPLICATION_FACTOR) -}}
{{- fail "migrate.settings: MIN_INSYNC_REPLICAS is more than REPLICATION_FACTOR, so nothing could ever be written" -}}
{{- end -}}
{{- if not (or $values.secrets.secretKeys.name (eq (toString $values.deliver.settings.DISABLE_WEBHOOK_DELIVERY) "true")) -}}
{{- fail "secrets.secretKeys.name: name the Secret with SECRET_KEYS" -}}
{{- end -}}
{{- if and (eq $values.postgres.pooler "transaction") (not $values.secrets.databaseListenUrl.name) -}}
{{- fail "secrets.databaseListenUrl.name: with postgres.pooler=transaction name the Secret with a URL that leads past the pooler" -}}
{{- end -}}
{{- with $values.kafka -}}
{{- if and .sasl.mechanism (not (and .sasl.username $values.secrets.kafkaPassword.name)) -}}
{{- fail "kafka.sasl.mechanism needs kafka.sasl.username and secrets.kafkaPassword.name" -}}
{{- end -}}
{{- if and (not .tls.enabled) (or .tls.ca.name .tls.client.name) -}}
{{- fail "kafka.tls has certificates, and is not enabled: set kafka.tls.enabled" -}}
{{- end -}}
{{- end -}}
{{- with $values.networkPolicy -}}
{{- if .enabled -}}
{{- range $name := list "kafka" "postgres" -}}
{{- if not (get $values.networkPolicy $name).to -}}
{{- fail (printf "networkPolicy.%s.to: say where it is, or every service is cut off from it" $name) -}}
{{- end -}}
{{- end -}}
{{- if and $values.tracing.endpoint (not .collector.to) -}}
{{- fail "networkPolicy.collector.to: say where the collector is, or no span reaches it" -}}
{{- end -}}
{{- if and $values.secrets.schemaRegistryUrl.name (not .schemaRegistry.to) -}}
{{- fail "networkPolicy.schemaRegistry.to: say where the schema registry is, or the migrate job is cut off from it" -}}
{{- end -}}
{{- if and $values.metrics.serviceMonitor.enabled (not .metrics.from) -}}
{{- fail "networkPolicy.metrics.from: say where Prometheus is, or it cannot scrape persist and deliver" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $values.metrics.serviceMonitor.enabled (eq (toString $values.settings.PROMETHEUS_ENABLED) "false") -}}
{{- fail "metrics.serviceMonitor is enabled, and settings.PROMETHEUS_ENABLED is false" -}}
{{- end -}}
{{- if and (or $values.strimzi.topics.enabled $values.strimzi.user.enabled) (not $values.strimzi.cluster) -}}
{{- fail "strimzi.cluster: name the Kafka cluster" -}}
{{- end -}}
{{- if and $values.gateway.enabled (not $values.gateway.parentRefs) -}}
{{- fail "gateway.parentRefs: name a Gateway" -}}
{{- end -}}
{{- end -}}
