{{/* Names */}}
{{- define "labelwright.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "labelwright.fullname" -}}
{{- $name := include "labelwright.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "labelwright.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "labelwright.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "labelwright.claim" -}}
{{- default (printf "%s-data" (include "labelwright.fullname" .)) .Values.persistence.existingClaim -}}
{{- end -}}

{{- define "labelwright.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "labelwright.publicUrl" -}}
{{- if .Values.publicUrl -}}
{{- .Values.publicUrl -}}
{{- else if .Values.ingress.enabled -}}
{{- printf "%s://%s" (ternary "https" "http" .Values.ingress.tls.enabled) .Values.ingress.host -}}
{{- end -}}
{{- end -}}

{{/* Labels; the component comes from the caller: (dict "root" $ "component" "api") */}}
{{- define "labelwright.selector" -}}
app.kubernetes.io/name: {{ include "labelwright.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "labelwright.labels" -}}
{{ include "labelwright.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* What the secret holds, for the release and, before it is there, for the migration */}}
{{- define "labelwright.secretData" -}}
secret-key: {{ .Values.secrets.secretKey | quote }}
database-password: {{ .Values.secrets.databasePassword | quote }}
{{- with .Values.secrets.ownerPassword }}
owner-password: {{ . | quote }}
{{- end }}
{{- with .Values.secrets.ownerToken }}
owner-token: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Environment that every process needs: (dict "root" $ "secret" NAME) */}}
{{- define "labelwright.env" -}}
{{- $values := .root.Values -}}
- {name: LABELWRIGHT_DATA_DIR, value: /data}
- {name: LABELWRIGHT_LOG_JSON, value: "true"}
- {name: LABELWRIGHT_DATABASE_KIND, value: postgresql}
- {name: LABELWRIGHT_DATABASE_WAIT_SECONDS, value: "60"}
- {name: LABELWRIGHT_DATABASE_POOL_SIZE, value: {{ $values.database.poolSize | quote }}}
- {name: LABELWRIGHT_POSTGRES_HOST, value: {{ $values.database.host | quote }}}
- {name: LABELWRIGHT_POSTGRES_PORT, value: {{ $values.database.port | quote }}}
- {name: LABELWRIGHT_POSTGRES_NAME, value: {{ $values.database.name | quote }}}
- {name: LABELWRIGHT_POSTGRES_USER, value: {{ $values.database.user | quote }}}
- name: LABELWRIGHT_POSTGRES_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .secret }}, key: database-password}}
- name: LABELWRIGHT_SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ .secret }}, key: secret-key}}
{{- with include "labelwright.publicUrl" .root }}
- {name: LABELWRIGHT_PUBLIC_URL, value: {{ . | quote }}}
{{- end }}
{{- range $name, $value := $values.settings }}
- {name: {{ $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "labelwright.secret" -}}
{{- default (include "labelwright.fullname" .) .Values.secrets.existingSecret -}}
{{- end -}}

{{/* Placement of pods: (dict "root" $ "component" "api" "of" .Values.api) */}}
{{- define "labelwright.placement" -}}
{{- with .of.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .of.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .of.affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if .of.topologySpreadConstraints }}
  {{- toYaml .of.topologySpreadConstraints | nindent 2 }}
{{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "labelwright.selector" . | nindent 8 }}
{{- end }}
{{- end -}}

{{- define "labelwright.volumes" -}}
volumes:
  - name: data
    persistentVolumeClaim: {claimName: {{ include "labelwright.claim" . }}}
  - name: tmp
    emptyDir: {}
{{- end -}}

{{- define "labelwright.mounts" -}}
volumeMounts:
  - {name: data, mountPath: /data}
  - {name: tmp, mountPath: /tmp}
{{- end -}}

{{/* How many pods may work on the data directory at one time */}}
{{- define "labelwright.pods" -}}
{{- $api := ternary (int .Values.api.autoscaling.maxReplicas) (int .Values.api.replicas) .Values.api.autoscaling.enabled -}}
{{- add $api (int .Values.worker.replicas) -}}
{{- end -}}

{{/* What the schema cannot say */}}
{{- define "labelwright.check" -}}
{{- $pods := int (include "labelwright.pods" .) -}}
{{- if and (gt $pods 1) (ne .Values.persistence.accessMode "ReadWriteMany") -}}
{{- fail (printf "persistence.accessMode is %s, but up to %d pods share the data directory: give them a ReadWriteMany volume, or run one pod (api.replicas=1, worker.replicas=0, no autoscaling)" .Values.persistence.accessMode $pods) -}}
{{- end -}}
{{- if and .Values.api.autoscaling.enabled (lt (int .Values.api.autoscaling.maxReplicas) (int .Values.api.replicas)) -}}
{{- fail "api.autoscaling.maxReplicas is less than api.replicas" -}}
{{- end -}}
{{- if and .Values.secrets.ownerToken (not .Values.owner.email) -}}
{{- fail "secrets.ownerToken needs owner.email, the account it belongs to" -}}
{{- end -}}
{{- if and .Values.owner.email (not .Values.secrets.existingSecret) (not .Values.secrets.ownerPassword) -}}
{{- fail "owner.email needs secrets.ownerPassword" -}}
{{- end -}}
{{- end -}}
