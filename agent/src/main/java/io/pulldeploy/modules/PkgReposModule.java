package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code pkg} functions about apt's repositories. */
public final class PkgReposModule {
    private static final Path LIST = Path.of("/etc/apt/sources.list");
    private static final Path PARTS = Path.of("/etc/apt/sources.list.d");

    private final Host host;
    private final FileTree files;

    public PkgReposModule(Host host) {
        this.host = host;
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("pkg")
                .add(
                        "list_repos",
                        "The repositories, by address.",
                        "**kwargs",
                        (_, _) -> repositories())
                .add(
                        "get_repo",
                        "A repository; empty if it is not there.",
                        "repo, **kwargs",
                        (_, a) -> found(a))
                .add(
                        "del_repo",
                        "Takes a repository out of the sources; says from where.",
                        "repo, **kwargs",
                        (_, a) -> delete(a))
                .all();
    }

    private List<AptSource> sources() {
        if (!files.isDirectory(Path.of("/etc/apt"))) {
            throw new CallError("repositories are looked at where there is apt only");
        }
        List<AptSource> sources = new ArrayList<>();
        List<Path> paths = new ArrayList<>(List.of(LIST));
        if (files.isDirectory(PARTS)) {
            files.list(PARTS).stream().sorted().map(PARTS::resolve).forEach(paths::add);
        }
        for (Path path : paths) {
            String file = path.toString();
            if (!files.isFile(path)) {
                continue;
            }
            if (file.endsWith(".sources")) {
                for (String paragraph : files.text(path).split("(?m)^\\s*\n")) {
                    if (!paragraph.isBlank()) {
                        sources.add(AptSource.ofParagraph(file, paragraph));
                    }
                }
            } else if (file.endsWith(".list")) {
                files.lines(path).forEach(line -> sources.add(AptSource.ofLine(file, line)));
            }
        }
        return sources;
    }

    private Map<String, @Nullable Object> repositories() {
        Map<String, List<Object>> all = new LinkedHashMap<>();
        for (AptSource source : sources()) {
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
        return AptSource.ofLine(LIST.toString(), repository);
    }

    private Map<String, @Nullable Object> found(Arguments args) {
        AptSource wanted = wanted(args);
        for (AptSource source : wanted.valid() ? sources() : List.<AptSource>of()) {
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

    private String delete(Arguments args) {
        String repository = args.string("repo");
        AptSource wanted = wanted(args);
        List<AptSource> kept = new ArrayList<>();
        Set<String> touched = new LinkedHashSet<>();
        for (AptSource source : sources()) {
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
        List<AptSource> own = kept.stream().filter(s -> s.file().equals(file)).toList();
        boolean empty = own.stream().noneMatch(AptSource::valid);
        if (empty && file.contains("sources.list.d/")) {
            files.delete(Path.of(file));
            return "File %s containing repo '%s' has been removed.".formatted(file, repository);
        }
        String between = file.endsWith(".sources") ? "\n\n" : "\n";
        StringBuilder text = new StringBuilder();
        own.forEach(source -> text.append(text.isEmpty() ? "" : between).append(source.written()));
        files.write(Path.of(file), text.isEmpty() ? "" : text + "\n");
        return "Repo '%s' has been removed from %s.\n".formatted(repository, file);
    }
}
