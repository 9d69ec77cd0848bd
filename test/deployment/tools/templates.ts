/** Templates and what Helm makes of them with these values; `compare-tools.ts templates` asks Helm itself. */

export const VALUES = `name: cart
port: 8080
big: 1000000
ratio: 0.5
live: true
idle: false
empty: ""
nothing: null
list: [b, a, 3]
map: { z: 1, a: { b: x } }
switch: yes
quoted: "8080"
`;

export const RENDERED: readonly (readonly [template: string, text: string])[] = [
  ['a {{ .Values.name }} b', 'a cart b'],
  ['{{ .Values.port }} {{ .Values.big }} {{ .Values.ratio }}', '8080 1e+06 0.5'],
  ['{{ int .Values.big }} {{ .Values.big | int64 | add 1 }}', '1000000 1000001'],
  ['[{{ .Values.missing }}] [{{ .Values.nothing }}] [{{ .Values.empty }}]', '[] [] []'],
  ['{{ .Values.list }} {{ .Values.map }}', '[b a 3] map[a:map[b:x] z:1]'],
  ['{{ .Values.switch }}', 'true'],
  ['a \n {{- .Values.name -}} \n b', 'acartb'],
  ['a\n{{/* nothing }} here */}}\nb', 'a\n\nb'],
  ['a\n{{- /* nothing */ -}}\nb', 'ab'],
  ['{{ if .Values.idle }}x{{ else if .Values.live }}y{{ else }}z{{ end }}', 'y'],
  ['{{ if and .Values.live (not .Values.idle) (eq .Values.name "cart") }}yes{{ end }}', 'yes'],
  ['{{ or .Values.empty .Values.missing "c" }} {{ and .Values.name 0 "b" }}', 'c 0'],
  ['{{ with .Values.map.a }}{{ .b }}{{ $.Values.name }}{{ else }}none{{ end }}', 'xcart'],
  ['{{ with .Values.missing }}x{{ else }}none{{ end }}', 'none'],
  ['{{ range .Values.list }}<{{ . }}>{{ else }}none{{ end }}', '<b><a><3>'],
  ['{{ range $i, $x := .Values.list }}{{ $i }}={{ $x }} {{ end }}', '0=b 1=a 2=3 '],
  ['{{ range $k, $v := .Values.map }}{{ $k }} {{ end }}', 'a z '],
  ['{{ range .Values.list }}{{ if eq (toString .) "a" }}{{ break }}{{ end }}{{ . }}{{ end }}', 'b'],
  ['{{ range until 4 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ . }}{{ end }}', '023'],
  ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '2'],
  ['{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}', '21'],
  ['{{ define "n" }}<{{ .name }}>{{ end }}{{ template "n" .Values }}{{ include "n" .Values | upper }}', '<cart><CART>'],
  ['{{ block "b" .Values }}{{ .name }}{{ end }}', 'cart'],
  ['{{ tpl "{{ .Values.name }}!" . }}', 'cart!'],
  ['{{ (.Values.missing).deeper }}[{{ ((.Values.missing).a).b }}]', '[]'],
  ['{{ $m := .Values.missing }}[{{ $m.a }}]', '[]'],
  ['{{ default "d" .Values.empty }} {{ .Values.name | default "d" }} {{ coalesce .Values.empty .Values.name }}', 'd cart cart'],
  ['{{ ternary "a" "b" .Values.live }} {{ .Values.idle | ternary "a" "b" }}', 'a b'],
  ['{{ quote .Values.name .Values.port }} {{ squote "a" }} {{ .Values.nothing | quote }}', '"cart" "8080" \'a\' '],
  ['{{ printf "%s-%d %v %q %5.1f %%" .Values.name 3 .Values.live "x" 1.26 }}', 'cart-3 true "x"   1.3 %'],
  ['{{ print "a" 1 2 "b" }} {{ print 1 2 }}', 'a1 2b 1 2'],
  ['{{ trunc 3 "abcdef" }} {{ trunc -2 "abcdef" }} {{ trimSuffix "-" "a-" }} {{ "x-a" | trimPrefix "x-" }}', 'abc ef a a'],
  ['{{ "a.b.c" | replace "." "-" }} {{ contains "b" "abc" }} {{ hasPrefix "a" "abc" }} {{ "Ab" | lower }}', 'a-b-c true true ab'],
  ['{{ list 1 2 | join "," }} {{ splitList "." "a.b" | last }} {{ (split "." "a.b")._1 }}', '1,2 b b'],
  ['{{ indent 2 "a\\nb" }}|{{ "a\\nb" | nindent 1 }}', '  a\n  b|\n a\n b'],
  ['{{ toYaml .Values.map }}', 'a:\n  b: x\nz: 1'],
  ['{{ toYaml .Values.list }}', '- b\n- a\n- 3'],
  ['{{ toYaml .Values.quoted }} {{ toYaml "yes" }} {{ toJson .Values.map }}', '"8080" "yes" {"a":{"b":"x"},"z":1}'],
  ['{{ (fromYaml "a: { b: 1 }").a.b }} {{ ("[1, 2]" | fromJsonArray) | len }}', '1 2'],
  ['{{ dict "a" 1 "b" "x" | toJson }} {{ get (dict "a" 1) "a" }} {{ hasKey .Values.map "z" }}', '{"a":1,"b":"x"} 1 true'],
  ['{{ $d := dict "a" 1 }}{{ $_ := set $d "b" 2 }}{{ $d | toJson }} {{ omit $d "a" | toJson }}', '{"a":1,"b":2} {"b":2}'],
  [
    '{{ merge (dict "a" 1) (dict "a" 2 "b" 3) | toJson }} {{ mergeOverwrite (dict "a" 1) (dict "a" 2) | toJson }}',
    '{"a":1,"b":3} {"a":2}',
  ],
  ['{{ dig "a" "b" "none" .Values.map }} {{ dig "a" "c" "none" .Values.map }}', 'x none'],
  ['{{ index .Values.list 1 }} {{ index .Values.map "a" "b" }} {{ len .Values.list }} {{ first .Values.list }}', 'a x 3 b'],
  [
    '{{ has "a" .Values.list }} {{ without .Values.list "a" }} {{ append (list 1) 2 }} {{ concat (list 1) (list 2) }}',
    'true [b 3] [1 2] [1 2]',
  ],
  ['{{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 3 }} {{ div 7 2 }} {{ mod 7 2 }} {{ max 1 3 2 }} {{ add1 1 }}', '6 3 6 3 1 3 2'],
  ['{{ eq 1 2 1 }} {{ ne "a" "b" }} {{ lt 1 2 }} {{ ge 2.0 2.0 }}', 'true true true true'],
  [
    '{{ kindOf .Values.map }} {{ kindIs "string" .Values.name }} {{ typeOf .Values.port }} {{ kindOf .Values.list }}',
    'map true float64 slice',
  ],
  [
    '{{ semverCompare ">=1.19-0" "v1.31.0" }} {{ semverCompare "<1.19-0" "1.31.0" }} {{ semverCompare "^1.2" "1.9.0" }}',
    'true false true',
  ],
  ['{{ "abc" | b64enc }} {{ sha256sum "" | trunc 8 }} {{ "a-b c" | camelcase }} {{ "aB" | snakecase }}', 'YWJj e3b0c442 ABC a_b'],
  ['{{ regexReplaceAll "[^a-z]+" "a1b2" "-" }} {{ regexMatch "^[a-z]+$" "abc" }}', 'a-b- true'],
  ['{{ required "a name" .Values.name }} {{ empty .Values.list }} {{ compact (list "" "a") }}', 'cart false [a]'],
  ['{{ "{{" }} {{ `raw\\n` }} {{ \'a\' }} {{ 0x10 }}', '{{ raw\\n 97 16'],
  ['{{ lookup "v1" "Secret" "a" "b" }}|{{ range $k, $v := lookup "v1" "Secret" "a" "" }}x{{ end }}', 'map[]|'],
];

export const REFUSED: readonly string[] = [
  '{{ .Values.missing.deeper }}',
  '{{ .Values.name.deeper }}',
  '{{ eq .Values.port 8080 }}',
  '{{ fail "no" }}',
  '{{ index .Values.list 7 }}',
  '{{ include "nobody" . }}',
  '{{ if true }}',
  '{{ end }}',
  '{{ .Values.name',
  '{{ range .Values.name }}x{{ end }}',
  '{{ $missing }}',
  '{{ lt "a" 1 }}',
  '{{ (.Values.name }}',
];
