"""Runs JMESPath queries as Salt's json_query does and keeps what came out. Run with Salt's Python."""

import json
import pathlib

import salt.utils.data

HERE = pathlib.Path(__file__).parent

DATA = {
    "a": {"b": {"c": 1}, "d": [1, 2, 3], "e": None, "f f": "x"},
    "n": [3, 1, 2.5, -4],
    "s": ["b", "a", "é", "😀", "B"],
    "m": [1, "a", None, True, [1], {"k": 1}],
    "l": [[1, 2], [3, [4]], 5, []],
    "p": [{"name": "x", "age": 3, "t": ["u"]}, {"name": "y", "age": 1, "t": []}, {"name": "z", "age": 2}, {"name": "w"}],
    "z": 0, "o": 1, "t": True, "f": False, "q": "", "g": {}, "h": [], "st": "hello wörld", "neg": -1.5,
}

EXPRESSIONS = r"""
a
a.b
a.b.c
a.x
a.b.c.d
a."f f"
"a"
"a"."b"
a.d[0]
a.d[-1]
a.d[5]
a.d[-9]
a.d[1:]
a.d[:2]
a.d[::2]
a.d[::-1]
a.d[5:0:-1]
a.d[::0]
a.d[0:2:1]
a.d[1:2:3:4]
a.d[*]
a.*
a.*.c
*
*.c
a[0]
a[*]
st[0]
@
@.a
`1`
`"x"`
`x`
`[1, 2]`
`{"a": 1}`
`{`
`a
'raw'
'raw
'it\'s'
"\u00e9"
"a
"\x"
""

p[*].name
p[*].t
p[*].t[]
p[].t[]
p[*].t[0]
p[*].[name, age]
p[*].{n: name, a: age}
p[?age > `1`]
p[?age > `1`].name
p[?age >= `2`].name
p[?age < `2`].name
p[?age <= `2`].name
p[?age == `1`].name | [0]
p[?name == 'x'].age
p[?name != 'x'].name
p[?age]
p[?!age].name
p[?t].name
p[?age > `1` && name == 'x']
p[?age > `2` || name == 'w'].name
p[?(age > `2` || name == 'w') && name != 'x'].name
p[?contains(name, 'x')].name
p[?starts_with(name, 'y')]
p[?length(name) == `1`].name | length(@)
p[?name > 'x'].name
p[?name > `1`].name
p[0].name
p[0]
p[0].[name]
p[0].{a: age, "b c": name}
p[0] | name
p | [0].name
l[]
l[][]
l[*][0]
l[*][]
l[0][1]
l[0:2][0]
l[*][*]
[a.b.c, z]
{x: a.b.c, y: z}
[0]
[*]
[]
[?a]
n[?@ > `1`]
m[?@]
m[*]
m[?@ == `1`]
m[?@ == `true`]
m[?@ == `null`]
a.b == `{"c": 1}`
a.b == a.b
z == `false`
z == `0`
o == `true`
o == `1`
o == `1.0`
t == `true`
z && 'x'
z || 'x'
q || 'x'
g || 'x'
h || 'x'
f || 'x'
a.e || 'x'
t && 'x'
!z
!q
!t
!f
!h
!a
!!t
z < o
st < o
'a' < 'b'
t < f
abs(neg)
abs(`-3`)
abs('x')
abs()
abs(z, o)
avg(n)
avg(h)
avg(s)
avg(`[1, 2]`)
ceil(neg)
floor(neg)
ceil(`1.2`)
floor(`5`)
contains(s, 'a')
contains(st, 'wör')
contains(n, `1`)
contains(n, `1.0`)
contains(st, `1`)
contains(a, 'b')
ends_with(st, 'ld')
ends_with(st, z)
starts_with(st, 'he')
join(', ', s)
join(', ', n)
join('-', h)
keys(a)
keys(g)
keys(s)
values(a.b)
length(s)
length(st)
length(a)
length(z)
map(&name, p)
map(&age, p)
map(&[0], l)
map(name, p)
max(n)
max(s)
max(h)
max(m)
min(n)
min(s)
min(`[2, "a"]`)
max_by(p[:3], &age)
max_by(p, &age).name
min_by(p[:3], &age).name
min_by(h, &age)
max_by(p[:3], &name).name
sort(n)
sort(s)
sort(h)
sort(m)
sort_by(p[:3], &age)[*].name
sort_by(p[:3], &name)[*].age
sort_by(p, &age)
sort_by(p, &t)
sort_by(h, &a)
sum(n)
sum(h)
sum(s)
sum(`[1, 2, 3]`)
merge(a.b, g)
merge(a.b, `{"c": 2, "x": 1}`)
merge()
not_null(a.x, a.e, z)
not_null(a.x)
not_null()
reverse(s)
reverse(st)
reverse(n)
reverse(a)
to_array(z)
to_array(s)
to_array(a.e)
to_string(a)
to_string(st)
to_string(n)
to_string(t)
to_string(a.e)
to_string(s)
to_number('12')
to_number(' 12 ')
to_number('1.5')
to_number('1e3')
to_number('x')
to_number(t)
to_number(n)
to_number(o)
to_number(a.e)
type(a)
type(s)
type(st)
type(z)
type(neg)
type(t)
type(a.e)
nope(a)
Abs(z)
"abs"(z)
a.b(z)
`1`(z)
a..b
.a
a.
a[
a[0
a]
a[b]
a[0]b
a b
a,b
(a
a)
(a).b
(a.b)
[a,]
[a b]
{a}
{a: }
{a: b
{a: b c}
{`1`: b}
{x: a.b, x: z}
a.[b, d]
a.{x: b}
a.`1`
a.'x'
a.0
a-b
a- b
-1
#
a = b
a == 
== b
a =
a | 
| a
a || 
a &&
!
a[?]
a[?b
a[?b]]
a[*
a.*[0]
*[0]
a.*.*
p[*].name[0]
p[*] | [0]
p[*].t | [0]
p[*].t[] | [0]
a.d[*] | [0]
p[:2].name
p[::2].name | [1]
p[-1:].name
p[?age > `1`] | [0].name
p[?t[0] == 'u'].name
p[?t[?@ == 'u']].name
p[*].length(name)
p[*].{n: name, l: length(name)}
@ == `{}`
length(@)
keys(@) | sort(@) | [0]
sort(keys(@))[:3]
a.d[?@ > `1`] | sum(@)
join(',', p[*].name)
join(',', p[?age > `1`].name)
to_string(p[*].age)
max(p[*].age)
p[*].age | max(@)
map(&to_string(@), n)
map(&{x: @}, n)
sort_by(p[:3], &to_string(age))[0].name
max_by(p[:3], &abs(age)).name
"é"
日本
$a
a.b.c.d.e.f
[[a.b.c], [z]]
{x: {y: a.b.c}}
[a, s][1][0]
""".strip("\n").split("\n")


def query(expression):
    case = {"expression": expression}
    try:
        case["value"] = repr(salt.utils.data.json_query(DATA, expression))
    except Exception as error:  # every exception is an answer here
        case["error"] = type(error).__name__ + ": " + str(error)
    return case


with open(HERE / "queries.json", "w", encoding="utf-8") as out:
    cases = [json.dumps(query(expression)) for expression in EXPRESSIONS]
    out.write(json.dumps({"data": json.dumps(DATA)})[:-1] + ',\n"cases": [\n' + ",\n".join(cases) + "\n]}\n")
    print("queries", len(cases))
