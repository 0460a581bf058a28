{{/* Where a pod may go: {to, ports}, TCP. */}}
{{- define "hopline.egress" -}}
- to:
    {{- toYaml .to | nindent 4 }}
  ports:
    {{- range .ports }}
    - { protocol: TCP, port: {{ . | int }} }
    {{- end }}
{{- end -}}

{{- define "hopline.egressDns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns.to | nindent 4 }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end -}}

{{/* The ports of kafka.brokers, and those beside them. */}}
{{- define "hopline.kafkaPorts" -}}
{{- $ports := list -}}
{{- range .Values.kafka.brokers -}}
{{- $ports = append $ports (regexFind "[0-9]+$" . | int) -}}
{{- end -}}
{{- range .Values.networkPolicy.kafka.extraPorts -}}
{{- $ports = append $ports (int .) -}}
{{- end -}}
{{- dict "ports" (uniq $ports) | toJson -}}
{{- end -}}

{{/*
The internet and nothing else: what isPrivateAddress of packages/wire says of an address, as far as ranges can say it. deliver
checks each address too, before it dials; this holds should that ever fail.
*/}}
{{- define "hopline.egressInternet" -}}
{{- $webhooks := .Values.networkPolicy.webhooks -}}
- to:
    {{- if eq (toString .Values.settings.ALLOW_PRIVATE_WEBHOOKS) "true" }}
    - ipBlock: { cidr: 0.0.0.0/0 }
    - ipBlock: { cidr: "::/0" }
    {{- else }}
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          - 0.0.0.0/8
          - 10.0.0.0/8
          - 100.64.0.0/10
          - 127.0.0.0/8
          - 169.254.0.0/16
          - 172.16.0.0/12
          - 192.0.0.0/24
          - 192.0.2.0/24
          - 192.88.99.0/24
          - 192.168.0.0/16
          - 198.18.0.0/15
          - 198.51.100.0/24
          - 203.0.113.0/24
          - 224.0.0.0/4
          - 240.0.0.0/4
          {{- range $webhooks.exceptIPv4 }}
          - {{ . }}
          {{- end }}
    - ipBlock:
        cidr: 2000::/3
        except:
          - 2001::/23
          - 2001:db8::/32
          - 2002::/16
          - 3fff::/20
          {{- range $webhooks.exceptIPv6 }}
          - {{ . }}
          {{- end }}
    {{- end }}
  # A receiver may listen on any port.
  ports:
    - { protocol: TCP }
{{- end -}}
