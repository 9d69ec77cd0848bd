// Says what Compose's loader, BuildKit's front end, kustomize's build and Helm's engine make of projects.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

type question struct {
	// "compose", "dockerfile", "kustomize", "chart" or "template".
	Kind string `json:"kind"`
	// A directory for compose, kustomize and charts, the text of a Dockerfile or a template.
	About  string            `json:"about"`
	Target string            `json:"target"`
	Args   map[string]string `json:"args"`
}

// Facts or a text; refused says why there is neither.
type answer struct {
	Facts   []string `json:"facts"`
	Text    string   `json:"text"`
	Refused string   `json:"refused"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	os.Clearenv()
	for in.Scan() {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			panic(err)
		}
		line, err := json.Marshal(answered(asked))
		if err != nil {
			panic(err)
		}
		out.Write(append(line, '\n'))
	}
}

func answered(asked question) (found answer) {
	defer func() {
		if failure := recover(); failure != nil {
			found = answer{Refused: fmt.Sprint(failure)}
		}
	}()
	switch asked.Kind {
	case "compose":
		return composed(asked.About)
	case "dockerfile":
		return built(asked)
	case "chart":
		found, err := loader.LoadDir(asked.About)
		if err != nil {
			return answer{Refused: err.Error()}
		}
		return charted(found)
	case "template":
		values, err := chartutil.ReadValues([]byte(asked.Target))
		if err != nil {
			return answer{Refused: err.Error()}
		}
		return charted(&chart.Chart{
			Metadata:  &chart.Metadata{Name: "made-up", Version: "1.0.0", APIVersion: "v2"},
			Values:    values,
			Templates: []*chart.File{{Name: "templates/one.yaml", Data: []byte(asked.About)}},
		})
	default:
		return kustomized(asked.About)
	}
}

func charted(made *chart.Chart) answer {
	if err := chartutil.ProcessDependencies(made, nil); err != nil {
		return answer{Refused: err.Error()}
	}
	release := chartutil.ReleaseOptions{Name: "release-name", Namespace: "default", Revision: 1, IsInstall: true}
	values, err := chartutil.ToRenderValues(made, nil, release, chartutil.DefaultCapabilities)
	if err != nil {
		return answer{Refused: err.Error()}
	}
	files, err := engine.Render(made, values)
	if err != nil {
		return answer{Refused: err.Error()}
	}
	texts := []string{}
	for _, text := range files {
		texts = append(texts, text)
	}
	sort.Strings(texts)
	return answer{Text: strings.Join(texts, "\n---\n")}
}

func composed(directory string) answer {
	if err := os.Chdir(directory); err != nil {
		return answer{Refused: err.Error()}
	}
	options, err := cli.NewProjectOptions(nil, cli.WithWorkingDirectory(directory), cli.WithEnvFiles(), cli.WithDotEnv,
		cli.WithConfigFileEnv, cli.WithDefaultConfigPath, cli.WithProfiles([]string{"*"}), cli.WithName("project"))
	if err != nil {
		return answer{Refused: err.Error()}
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return answer{Refused: err.Error()}
	}
	facts := []string{}
	for name, service := range project.Services {
		for _, fact := range serviceFacts(filepath.Dir(directory), service) {
			facts = append(facts, name+" "+fact)
		}
	}
	sort.Strings(facts)
	return answer{Facts: facts}
}

func serviceFacts(root string, service types.ServiceConfig) []string {
	facts := []string{"runs " + strings.Join(append(append([]string{}, service.Entrypoint...), service.Command...), "|")}
	say := func(words ...string) { facts = append(facts, strings.Join(words, " ")) }
	if service.Build != nil {
		context, _ := filepath.Rel(root, service.Build.Context)
		say("context", context)
		say("dockerfile", filepath.Join(context, service.Build.Dockerfile))
	} else {
		say("image", service.Image)
	}
	for _, port := range service.Ports {
		say("listens", fmt.Sprintf("%d/%s", port.Target, port.Protocol))
		for _, published := range numbers(port.Published) {
			say("published", address(port.HostIP)+strconv.Itoa(published)+"/"+port.Protocol)
		}
	}
	for _, exposed := range service.Expose {
		ports, protocol, found := strings.Cut(exposed, "/")
		if !found {
			protocol = "tcp"
		}
		for _, port := range numbers(ports) {
			say("listens", strconv.Itoa(port)+"/"+protocol)
		}
	}
	for _, volume := range service.Volumes {
		if volume.Type != "tmpfs" {
			say("mounts", volume.Target)
		}
	}
	for _, profile := range service.Profiles {
		say("profile", profile)
	}
	if service.Deploy != nil && service.Deploy.Replicas != nil {
		say("replicas", strconv.Itoa(*service.Deploy.Replicas))
	} else if service.Scale != nil {
		say("replicas", strconv.Itoa(*service.Scale))
	}
	if port := service.Environment["PORT"]; port != nil && len(numbers(*port)) == 1 {
		say("listens", *port+"/tcp")
	}
	return facts
}

func address(host string) string {
	if host == "" || host == "0.0.0.0" || host == "::" {
		return ""
	}
	return host + "|"
}

func numbers(text string) []int {
	first, last, isRange := strings.Cut(text, "-")
	from, err := strconv.Atoi(first)
	if err != nil {
		return nil
	}
	to := from
	if isRange {
		to, _ = strconv.Atoi(last)
	}
	all := []int{}
	for one := from; one <= to; one++ {
		all = append(all, one)
	}
	return all
}

// Knows every image, and what each is called.
type everyImage struct{}

func (everyImage) ResolveImageConfig(_ context.Context, name string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config, err := json.Marshal(map[string]any{
		"os": "linux", "architecture": "amd64", "config": map[string]any{"Labels": map[string]string{"base": name}},
	})
	return name, "", config, err
}

func built(asked question) answer {
	platform := ocispecs.Platform{OS: "linux", Architecture: "amd64"}
	made, err := dockerfile2llb.Dockerfile2LLB(context.Background(), []byte(asked.About), dockerfile2llb.ConvertOpt{
		MetaResolver:   everyImage{},
		TargetPlatform: &platform,
		Config: dockerui.Config{
			Target: asked.Target, BuildArgs: asked.Args, BuildPlatforms: []ocispecs.Platform{platform},
		},
	})
	if err != nil {
		return answer{Refused: err.Error()}
	}
	config := made.Image.Config
	base := strings.TrimSuffix(strings.TrimPrefix(config.Labels["base"], "docker.io/library/"), ":latest")
	facts := []string{"base " + base, "runs " + strings.Join(started(config.Entrypoint, config.Cmd), "|")}
	for _, variable := range config.Env {
		if !strings.HasPrefix(variable, "PATH=") {
			facts = append(facts, "sets "+variable)
		}
	}
	for port := range config.ExposedPorts {
		facts = append(facts, "listens "+port)
	}
	for volume := range config.Volumes {
		facts = append(facts, "volume "+volume)
	}
	sort.Strings(facts)
	return answer{Facts: facts}
}

// A shell's line stands behind "line ".
func started(entrypoint []string, command []string) []string {
	if line, ok := shellLine(entrypoint); ok {
		return []string{"line " + line}
	}
	words := append([]string{}, entrypoint...)
	if line, ok := shellLine(command); ok {
		return append(words, "line "+line)
	}
	return append(words, command...)
}

func shellLine(words []string) (string, bool) {
	if len(words) == 3 && words[0] == "/bin/sh" && words[1] == "-c" {
		return words[2], true
	}
	return "", false
}

func kustomized(directory string) answer {
	objects, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), directory)
	if err != nil {
		return answer{Refused: err.Error()}
	}
	text, err := objects.AsYaml()
	if err != nil {
		return answer{Refused: err.Error()}
	}
	return answer{Text: string(text)}
}
