package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code pkg} functions about the repositories of apt, yum and dnf. */
public final class PkgReposModule {
    private static final String DIRECTORIES = "basedir";

    private final Host host;
    private final FileTree files;
    private final AptSources sources;

    public PkgReposModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.sources = new AptSources(host.files());
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("pkg")
                .add(
                        "list_repos",
                        "The repositories, by address.",
                        "**kwargs",
                        (_, a) -> yum(a).map(YumRepositories::all).orElseGet(this::repositories))
                .add(
                        "get_repo",
                        "A repository; empty if it is not there.",
                        "repo, **kwargs",
                        (_, a) ->
                                yum(a).map(y -> y.one(a.string("repo"))).orElseGet(() -> found(a)))
                .add(
                        "mod_repo",
                        "Makes a repository be among the sources, with these properties.",
                        "repo, saltenv='base', aptkey=True, **kwargs",
                        (m, a) ->
                                yum(a).map(y -> y.modify(a.string("repo"), own(a)))
                                        .orElseGet(() -> modify(m, a)))
                .add(
                        "del_repo",
                        "Takes a repository out of the sources; says from where.",
                        "repo, **kwargs",
                        (_, a) ->
                                yum(a).map(y -> y.delete(a.string("repo")))
                                        .orElseGet(() -> delete(a)))
                .all();
    }

    /** Yum's repositories, where there is no apt, or directories of theirs are named. */
    private Optional<YumRepositories> yum(Arguments args) {
        Object directories = args.extra().get(DIRECTORIES);
        return directories != null || !files.isDirectory(Path.of("/etc/apt"))
                ? Optional.of(new YumRepositories(files, directories))
                : Optional.empty();
    }

    /** What is said of the repository itself. */
    private static Map<String, @Nullable Object> own(Arguments args) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>(args.extra());
        own.keySet().removeIf(name -> name.startsWith("__") || name.equals(DIRECTORIES));
        return own;
    }

    private Map<String, @Nullable Object> repositories() {
        Map<String, List<Object>> all = new LinkedHashMap<>();
        for (AptSource source : sources.load()) {
            if (!source.valid()) {
                continue;
            }
            for (String uri : source.uris()) {
                for (String suite : source.suites()) {
                    for (String type : source.types()) {
                        all.computeIfAbsent(uri, _ -> new ArrayList<>())
                                .add(described(source, type, uri, suite));
                    }
                }
            }
        }
        return new LinkedHashMap<>(all);
    }

    private static Map<String, @Nullable Object> described(
            AptSource source, String type, String uri, String suite) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("file", source.file());
        one.put("comps", source.components());
        one.put("disabled", source.disabled());
        one.put("enabled", !source.disabled());
        one.put("dist", suite);
        one.put("suites", source.suites());
        one.put("type", type);
        one.put("types", source.types());
        one.put("uri", uri);
        one.put("uris", source.uris());
        one.put(
                "line",
                source.isParagraph() ? source.line(type, uri, suite) : source.text().strip());
        one.put("architectures", source.architectures());
        one.put(
                "signedby",
                source.isParagraph() && source.signedBy().isEmpty() ? null : source.signedBy());
        return one;
    }

    private static AptSource wanted(Arguments args) {
        String repository = args.string("repo");
        if (repository.startsWith("ppa:")) {
            throw new CallError("cannot parse \"ppa:\" style repo definitions: " + repository);
        }
        return AptSource.ofLine(AptSources.LIST.toString(), repository);
    }

    private Map<String, @Nullable Object> found(Arguments args) {
        AptSource wanted = wanted(args);
        for (AptSource source : wanted.valid() ? sources.load() : List.<AptSource>of()) {
            if (source.valid()
                    && source.has(wanted)
                    && (wanted.components().isEmpty()
                            || wanted.components().stream()
                                    .anyMatch(source.components()::contains))) {
                String uri =
                        source.uris().stream()
                                .filter(u ->
                                        AptSource.bare(u)
                                                .equals(AptSource.bare(wanted.uris().getFirst())))
                                .findFirst()
                                .orElseThrow();
                return described(
                        source, wanted.types().getFirst(), uri, wanted.suites().getFirst());
            }
        }
        return Map.of();
    }

    private Map<String, @Nullable Object> modify(Minion minion, Arguments args) {
        String repository = args.string("repo");
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        if (repository.startsWith("ppa:")) {
            return archive(minion, repository, args.extra().get("refresh"));
        }
        AptRepositoryChange change =
                new AptRepositoryChange(
                        sources, host.processes().which("apt-key").isPresent(), minion, args);
        change.apply();
        if (change.refreshes()) {
            host.packages().refresh();
        }
        answer.put(repository, minion.call("pkg.get_repo", List.of(repository), Map.of()));
        return answer;
    }

    /** A personal package archive, which apt-add-repository knows how to add. */
    private Map<String, @Nullable Object> archive(
            Minion minion, String repository, @Nullable Object refresh) {
        boolean ubuntu =
                Set.of("Ubuntu", "Mint", "neon").contains(Texts.str(minion.grains().get("os")));
        if (!ubuntu) {
            throw new CallError("cannot parse \"ppa:\" style repo definitions: " + repository);
        }
        Completed done = host.processes().run(Command.of("apt-add-repository", "-y", repository));
        if (!done.succeeded()) {
            throw new CallError(
                    "Unable to add PPA '%s'. '%s' exited with status %d: '%s'"
                            .formatted(
                                    repository.substring("ppa:".length()),
                                    List.of("apt-add-repository", "-y", repository),
                                    done.exitCode(),
                                    done.errors().strip()));
        }
        if (!Boolean.FALSE.equals(refresh)) {
            host.packages().refresh();
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(repository, true);
        return answer;
    }

    private String delete(Arguments args) {
        String repository = args.string("repo");
        AptSource wanted = wanted(args);
        List<AptSource> kept = new ArrayList<>();
        Set<String> touched = new LinkedHashSet<>();
        for (AptSource source : sources.load()) {
            boolean same =
                    wanted.valid()
                            && source.valid()
                            && source.has(wanted)
                            && source.architectures().equals(wanted.architectures());
            List<String> left = new ArrayList<>(source.components());
            left.removeAll(wanted.components());
            boolean all = Set.copyOf(source.components()).equals(Set.copyOf(wanted.components()));
            if (!same || (!all && left.size() == source.components().size())) {
                kept.add(source);
                continue;
            }
            boolean several =
                    source.suites().size() > 1
                            || source.types().size() > 1
                            || source.uris().size() > 1;
            if (source.isParagraph() && (several || !left.isEmpty())) {
                throw new CallError(
                        source.file() + " holds " + repository + " together with others: edit it");
            }
            touched.add(source.file());
            if (!left.isEmpty()) {
                kept.add(source.with(left));
            }
        }
        if (touched.isEmpty()) {
            throw new CallError("Repo " + repository + " doesn't exist in the sources.list(s)");
        }
        StringBuilder told = new StringBuilder();
        touched.forEach(file -> told.append(write(file, repository, kept)));
        host.packages().refresh();
        return told.toString();
    }

    private String write(String file, String repository, List<AptSource> kept) {
        if (AptSources.isEmpty(file, kept) && file.contains("sources.list.d/")) {
            files.delete(Path.of(file));
            return "File %s containing repo '%s' has been removed.".formatted(file, repository);
        }
        sources.save(file, kept);
        return "Repo '%s' has been removed from %s.\n".formatted(repository, file);
    }
}
