// Answers questions (JSON lines on stdin) with the libraries that the go command itself is built of.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"go/version"
	"os"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

type question struct {
	Op, A, B string
}

type refusal struct {
	Line    int
	Message string
}

func refused(err error) any {
	line := 0
	var list modfile.ErrorList
	var one *modfile.Error
	if errors.As(err, &list) && len(list) > 0 {
		one = &list[0]
	}
	if one != nil || errors.As(err, &one) {
		line = one.Pos.Line
		err = &modfile.Error{Verb: one.Verb, ModPath: one.ModPath, Err: one.Err}
	}
	return map[string]any{"Refused": refusal{line, err.Error()}}
}

func okOr(err error) string {
	if err != nil {
		return "refused"
	}
	return "ok"
}

func mod(file *modfile.File, err error) any {
	if err != nil {
		return refused(err)
	}
	requires := []any{}
	for _, one := range file.Require {
		requires = append(requires, map[string]any{"Path": one.Mod.Path, "Version": one.Mod.Version, "Indirect": one.Indirect})
	}
	excludes := []any{}
	for _, one := range file.Exclude {
		excludes = append(excludes, one.Mod)
	}
	retracts := []any{}
	for _, one := range file.Retract {
		retracts = append(retracts, map[string]any{"Low": one.Low, "High": one.High, "Rationale": one.Rationale})
	}
	tools := []any{}
	for _, one := range file.Tool {
		tools = append(tools, map[string]any{"Path": one.Path})
	}
	ignores := []any{}
	for _, one := range file.Ignore {
		ignores = append(ignores, map[string]any{"Path": one.Path})
	}
	answer := map[string]any{
		"Require": requires, "Exclude": excludes, "Replace": replaces(file.Replace), "Retract": retracts,
		"Tool": tools, "Ignore": ignores, "GoDebug": godebugs(file.Godebug),
	}
	if file.Module != nil {
		answer["Module"] = map[string]any{"Path": file.Module.Mod.Path, "Deprecated": file.Module.Deprecated}
	}
	if file.Go != nil {
		answer["Go"] = file.Go.Version
	}
	if file.Toolchain != nil {
		answer["Toolchain"] = file.Toolchain.Name
	}
	return answer
}

func replaces(all []*modfile.Replace) any {
	shown := []any{}
	for _, one := range all {
		shown = append(shown, map[string]any{"Old": one.Old, "New": one.New})
	}
	return shown
}

func godebugs(all []*modfile.Godebug) any {
	shown := []any{}
	for _, one := range all {
		shown = append(shown, map[string]any{"Key": one.Key, "Value": one.Value})
	}
	return shown
}

func work(file *modfile.WorkFile, err error) any {
	if err != nil {
		return refused(err)
	}
	uses := []any{}
	for _, one := range file.Use {
		uses = append(uses, map[string]any{"DiskPath": one.Path})
	}
	answer := map[string]any{"Use": uses, "Replace": replaces(file.Replace), "GoDebug": godebugs(file.Godebug)}
	if file.Go != nil {
		answer["Go"] = file.Go.Version
	}
	if file.Toolchain != nil {
		answer["Toolchain"] = file.Toolchain.Name
	}
	return answer
}

func pseudo(text string) any {
	if !module.IsPseudoVersion(text) {
		return false
	}
	answer := map[string]any{"base": nil, "time": nil}
	if base, err := module.PseudoVersionBase(text); err == nil {
		answer["base"] = base
	}
	if time, err := module.PseudoVersionTime(text); err == nil {
		answer["time"] = time.Format("2006-01-02T15:04:05Z07:00")
	}
	answer["revision"], _ = module.PseudoVersionRev(text)
	return answer
}

func escaped(text string, err error) any {
	if err != nil {
		return "refused"
	}
	return text
}

func answer(q question) any {
	switch q.Op {
	case "mod":
		return mod(modfile.Parse("go.mod", []byte(q.A), nil))
	case "lax":
		return mod(modfile.ParseLax("go.mod", []byte(q.A), nil))
	case "work":
		return work(modfile.ParseWork("go.work", []byte(q.A), nil))
	case "compare":
		return semver.Compare(q.A, q.B)
	case "version":
		return map[string]any{
			"valid": semver.IsValid(q.A), "semver": semver.Canonical(q.A), "module": module.CanonicalVersion(q.A),
			"major": semver.Major(q.A), "pre": semver.Prerelease(q.A), "build": semver.Build(q.A), "pseudo": pseudo(q.A),
		}
	case "path":
		prefix, major, ok := module.SplitPathVersion(q.A)
		return map[string]any{
			"path": okOr(module.CheckPath(q.A)), "import": okOr(module.CheckImportPath(q.A)), "pair": okOr(module.Check(q.A, q.B)),
			"prefix": prefix, "major": major, "ok": ok,
			"escaped": escaped(module.EscapePath(q.A)), "escapedVersion": escaped(module.EscapeVersion(q.B)),
		}
	case "glob":
		return module.MatchPrefixPatterns(q.A, q.B)
	case "go":
		return map[string]any{"compare": version.Compare(q.A, q.B), "valid": version.IsValid(q.A), "language": version.Lang(q.A)}
	}
	return nil
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		line, err := json.Marshal(answer(q))
		if err != nil {
			panic(err)
		}
		out.Write(append(line, '\n'))
	}
}
