package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code archive.*}: archives, by their programs, and what they hold. */
public final class ArchiveModule {
    private static final String MADE = "template=None, cwd=None, runas=None";

    private final Host host;
    private final CommandRuns commands;
    private final Programs programs;
    private final ZipArchives zips;
    private final FunctionList functions = new FunctionList("archive");

    public ArchiveModule(Host host, CommandRuns commands) {
        this.host = host;
        this.commands = commands;
        this.programs = new Programs(host.processes());
        this.zips = new ZipArchives(host.files());
    }

    public List<ExecutionFunction> functions() {
        String single = "template=None, runas=None, options=None";
        return functions
                .add(
                        "list",
                        "The names in an archive.",
                        "name, archive_format=None, options=None, strip_components=None, clean=False, verbose=False, saltenv='base', source_hash=None, use_etag=False",
                        this::listed)
                .add(
                        "tar",
                        "Runs tar.",
                        "options, tarfile, sources=None, dest=None, cwd=None, template=None, runas=None",
                        this::tar)
                .add(
                        "gzip",
                        "Compresses a file.",
                        "sourcefile, " + single,
                        (m, a) -> compress(m, a, "gzip", "sourcefile"))
                .add(
                        "gunzip",
                        "Decompresses a file.",
                        "gzipfile, " + single,
                        (m, a) -> compress(m, a, "gunzip", "gzipfile"))
                .add(
                        "cmd_zip",
                        "Runs zip.",
                        "zip_file, sources, " + MADE,
                        (m, a) -> made(m, a, List.of("zip", "-r"), "zip_file"))
                .add(
                        "zip",
                        "Makes a zip archive; returns the names in it.",
                        "zip_file, sources, " + MADE + ", zip64=False",
                        (_, a) -> zips.write(a, sources(a.value("sources"))))
                .add(
                        "unzip",
                        "Unpacks a zip archive; returns the names in it.",
                        "zip_file, dest, excludes=None, options=None, template=None, runas=None, trim_output=False, password=None, extract_perms=True",
                        (_, a) -> trimmed(a, zips.extract(a, words(a.value("excludes")))))
                .add(
                        "is_encrypted",
                        "Whether a zip archive needs a password.",
                        "name, clean=False, saltenv='base', source_hash=None, use_etag=False",
                        (m, a) -> zips.isEncrypted(cached(m, a), a))
                .add(
                        "rar",
                        "Runs rar.",
                        "rarfile, sources, " + MADE,
                        (m, a) -> made(m, a, List.of("rar", "a", "-idp"), "rarfile"))
                .add(
                        "cmd_unzip",
                        "Runs unzip.",
                        "zip_file, dest, excludes=None, options=None, template=None, runas=None, trim_output=False, password=None",
                        this::unzip)
                .add(
                        "unrar",
                        "Runs unrar.",
                        "rarfile, dest, excludes=None, template=None, runas=None, trim_output=False",
                        this::unrar)
                .all();
    }

    private static List<String> words(@Nullable Object given) {
        return switch (given) {
            case null -> List.of();
            case List<?> list -> list.stream().map(Texts::str).toList();
            case Object text ->
                    Stream.of(Texts.str(text).split(",", -1)).map(String::strip).toList();
        };
    }

    /** Names and patterns of files, as a shell would expand them. */
    private List<String> sources(@Nullable Object given) {
        return words(given).stream()
                .flatMap(name ->
                        name.matches(".*[*?\\[].*")
                                ? PathPatterns.matching(host.files(), Path.of(name)).stream()
                                        .map(Path::toString)
                                : Stream.of(name))
                .toList();
    }

    private List<String> run(Minion minion, Arguments args, List<String> command) {
        programs.need(command.getFirst());
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        for (String option : List.of("cwd", "template", "runas")) {
            if (args.names().contains(option)) {
                options.put(option, args.value(option));
            }
        }
        options.put("python_shell", false);
        options.put("redirect_stderr", true);
        return Texts.splitLines(
                Texts.str(commands.run(minion, command, options).get("stdout")), false);
    }

    private List<String> tar(Minion minion, Arguments args) {
        if (!args.flag("options")) {
            throw new CallError("SaltInvocationError", "Tar options can not be empty");
        }
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(args.string("options").strip().split("\\s+")));
        command.add(args.string("tarfile"));
        if (args.flag("dest")) {
            command.addAll(List.of("-C", args.string("dest")));
        }
        command.addAll(sources(args.value("sources")));
        return run(minion, args, command);
    }

    private List<String> compress(Minion minion, Arguments args, String program, String file) {
        List<String> command = new ArrayList<>(List.of(program));
        args.text("options").filter(o -> !o.isEmpty()).ifPresent(command::add);
        command.add(args.string(file));
        return run(minion, args, command);
    }

    private List<String> made(Minion minion, Arguments args, List<String> program, String archive) {
        List<String> command = new ArrayList<>(program);
        command.add(args.string(archive));
        command.addAll(sources(args.value("sources")));
        return run(minion, args, command);
    }

    private List<String> unzip(Minion minion, Arguments args) {
        programs.need("unzip");
        List<String> command = new ArrayList<>(List.of("unzip"));
        if (args.flag("password")) {
            command.addAll(List.of("-P", args.string("password")));
        }
        args.text("options").ifPresent(o -> command.addAll(ShellWords.split(o)));
        command.addAll(List.of(args.string("zip_file"), "-d", args.string("dest")));
        if (args.value("excludes") != null) {
            command.add("-x");
            command.addAll(words(args.value("excludes")));
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("template", args.value("template"));
        options.put("runas", args.value("runas"));
        options.put("python_shell", false);
        options.put("redirect_stderr", true);
        options.put("output_loglevel", args.flag("password") ? "quiet" : "debug");
        Map<String, @Nullable Object> done = commands.run(minion, command, options);
        if (!Long.valueOf(0).equals(done.get("retcode"))) {
            throw new CallError(Texts.str(done.get("stdout")));
        }
        return trimmed(args, Texts.splitLines(Texts.str(done.get("stdout")), false));
    }

    private List<String> unrar(Minion minion, Arguments args) {
        String program = programs.has("unrar") ? "unrar" : "rar";
        programs.need(program);
        List<String> command =
                new ArrayList<>(List.of(program, "x", "-idp", args.string("rarfile")));
        words(args.value("excludes")).forEach(name -> command.addAll(List.of("-x", name)));
        command.add(args.string("dest"));
        return trimmed(args, run(minion, args, command));
    }

    private static List<String> trimmed(Arguments args, List<String> lines) {
        Object trim = args.value("trim_output");
        int most = trim instanceof Number n ? n.intValue() : 100;
        if (Boolean.FALSE.equals(trim) || lines.size() <= most) {
            return lines;
        }
        List<String> trimmed = new ArrayList<>(lines.subList(0, most));
        trimmed.add("List trimmed after " + most + " files.");
        return trimmed;
    }

    private static Path cached(Minion minion, Arguments args) {
        String name = args.string("name");
        Object cached =
                name.startsWith("/")
                        ? name
                        : minion.call(
                                "cp.cache_file", List.of(name, args.string("saltenv")), Map.of());
        if (!(cached instanceof String path) || path.isEmpty()) {
            throw new CallError("Failed to cache " + name);
        }
        return Path.of(path);
    }

    private Object listed(Minion minion, Arguments args) {
        Path path = cached(minion, args);
        try {
            ArchiveListing listing = listing(args, args.string("name"), path);
            if (args.flag("strip_components")) {
                String parts = args.string("strip_components");
                if (!parts.matches("[1-9]\\d*")) {
                    throw new CallError("'strip_components' must be a positive integer");
                }
                listing = listing.stripped(Integer.parseInt(parts));
            }
            if (args.flag("clean")) {
                host.files().delete(path);
            }
            return args.flag("verbose") ? described(listing) : all(listing);
        } catch (Failure e) {
            throw informed(
                    new CallError(
                            "Failed to list contents of %s: %s"
                                    .formatted(
                                            args.string("name"), PythonErrors.of(e).getMessage()),
                            e),
                    path);
        } catch (CallError e) {
            throw informed(e, path);
        }
    }

    private static CallError informed(CallError e, Path path) {
        return new CallError(
                Texts.stripEnd(String.valueOf(e.getMessage()), ".")
                        + ". Additional info follows:\n\narchive location:\n    "
                        + path,
                e);
    }

    private ArchiveListing listing(Arguments args, String name, Path file) {
        String format =
                args.text("archive_format")
                        .filter(f -> !f.isEmpty())
                        .or(() -> ArchiveListing.format(name))
                        .orElseThrow(() ->
                                new CallError(
                                        "Unable to guess archive format, please pass an 'archive_format' argument."));
        return switch (format) {
            case "tar" ->
                    ArchiveListing.ofTar(
                            host,
                            name,
                            file,
                            args.text("options").map(ShellWords::split).orElse(List.of()));
            case "zip" -> ArchiveListing.ofZip(host.files(), name, file);
            case "rar" -> throw new CallError("rar command not available, is it installed?");
            default -> throw new CallError("Unsupported archive format '" + format + "'");
        };
    }

    private static List<String> all(ArchiveListing listing) {
        return Stream.of(listing.directories(), listing.files(), listing.links())
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    private static Map<String, @Nullable Object> described(ArchiveListing listing) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("dirs", listing.directories().stream().sorted().toList());
        told.put("files", listing.files().stream().sorted().toList());
        told.put("links", listing.links().stream().sorted().toList());
        List<String> tops =
                new ArrayList<>(
                        listing.directories().stream()
                                .filter(d -> d.indexOf('/') == d.length() - 1)
                                .sorted()
                                .toList());
        String common = common(all(listing));
        if (common.contains("/")) {
            String top = common.substring(0, common.indexOf('/') + 1);
            if (!tops.contains(top)) {
                tops.add(top);
            }
        }
        told.put("top_level_dirs", tops);
        told.put("top_level_files", flat(listing.files()));
        told.put("top_level_links", flat(listing.links()));
        return told;
    }

    private static List<String> flat(List<String> names) {
        return List.copyOf(
                new TreeSet<>(names.stream().filter(name -> !name.contains("/")).toList()));
    }

    private static String common(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = names.getFirst();
        String last = names.getLast();
        int length = 0;
        while (length < Math.min(first.length(), last.length())
                && first.charAt(length) == last.charAt(length)) {
            length++;
        }
        return first.substring(0, length);
    }
}
