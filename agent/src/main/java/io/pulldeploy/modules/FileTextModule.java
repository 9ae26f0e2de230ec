package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.modules.TextEdits.Place;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code file} functions that search and edit the text of files. */
public final class FileTextModule {
    private final FileTree files;
    private final FileEdits edits;
    private final CommandRuns commands;

    public FileTextModule(Host host, CommandRuns commands) {
        this.files = host.files();
        this.edits = new FileEdits(host.files());
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                function(
                        "contains",
                        "Whether a line holds the text.",
                        "path, text",
                        (_, a) -> lines(a).anyMatch(l -> l.contains(a.string("text").strip()))),
                function(
                        "contains_regex",
                        "Whether a line matches the expression.",
                        "path, regex, lchar=''",
                        (_, a) ->
                                lines(a).anyMatch(l ->
                                        Regexes.compile(a.string("regex"), 0)
                                                .isFound(Texts.stripStart(l, a.string("lchar"))))),
                function(
                        "contains_glob",
                        "Whether the text matches the shell pattern.",
                        "path, glob_expr",
                        (_, a) ->
                                files.exists(at(a))
                                        && Fnmatch.matches(
                                                Texts.decode(files.bytes(at(a))),
                                                a.string("glob_expr"))),
                function(
                        "search",
                        "Whether the file matches the expression.",
                        "path, pattern, flags=8, bufsize=1, ignore_if_missing=False, multiline=False",
                        (_, a) -> search(a)),
                function("grep", "What grep prints for files.", "path, pattern, *opts", this::grep),
                function(
                        "append",
                        "Adds lines at the end.",
                        "path, *args, **kwargs",
                        (_, a) -> add(a, true)),
                function(
                        "prepend",
                        "Adds lines at the start.",
                        "path, *args, **kwargs",
                        (_, a) -> add(a, false)),
                function(
                        "replace",
                        "Replaces what matches; returns the difference.",
                        "path, pattern, repl, count=0, flags=8, bufsize=1, append_if_not_found=False, prepend_if_not_found=False, not_found_content=None, backup='.bak', dry_run=False, search_only=False, show_changes=True, ignore_if_missing=False, preserve_inode=True, backslash_literal=False, encoding=None",
                        (_, a) -> replace(a)),
                function(
                        "comment_line",
                        "Comments lines out or in; returns the difference of these lines.",
                        "path, regex, char='#', cmnt=True, backup='.bak'",
                        (_, a) -> comment(a, a.flag("cmnt"))),
                function(
                        "comment",
                        "Comments lines out; returns the difference of these lines.",
                        "path, regex, char='#', backup='.bak'",
                        (_, a) -> comment(a, true)),
                function(
                        "uncomment",
                        "Comments lines in; returns the difference of these lines.",
                        "path, regex, char='#', backup='.bak'",
                        (_, a) -> comment(a, false)),
                function(
                        "blockreplace",
                        "Replaces what stands between two markers; returns the difference.",
                        "path, marker_start='#-- start managed zone --', marker_end='#-- end managed zone --', content='', append_if_not_found=False, prepend_if_not_found=False, backup='.bak', dry_run=False, show_changes=True, append_newline=False, insert_before_match=None, insert_after_match=None",
                        (_, a) -> block(a)),
                function(
                        "line",
                        "Edits one line; returns the difference.",
                        "path, content=None, match=None, mode=None, location=None, before=None, after=None, show_changes=True, backup=False, quiet=False, indent=True",
                        (_, a) -> line(a)));
    }

    private static ExecutionFunction function(
            String name, String doc, String signature, ExecutionFunction.Body body) {
        return new ExecutionFunction(
                "file." + name,
                doc,
                signature,
                (minion, args) -> {
                    try {
                        return body.call(minion, args);
                    } catch (Failure e) {
                        throw new CallError(String.valueOf(e.getMessage()), e);
                    }
                });
    }

    private static Path at(Arguments args) {
        return Path.of(args.string("path"));
    }

    private Stream<String> lines(Arguments args) {
        Path path = at(args);
        return files.isFile(path)
                ? Texts.linesWithEnds(Texts.decode(files.bytes(path))).stream()
                : Stream.empty();
    }

    private boolean search(Arguments args) {
        if (!files.exists(at(args)) && args.flag("ignore_if_missing")) {
            return false;
        }
        int flags = Regexes.flags(args.value("flags"));
        return Regexes.compile(
                        args.string("pattern"),
                        args.flag("multiline") ? flags | Regexes.MULTILINE : flags)
                .isFound(edits.text(at(args)));
    }

    private Map<String, @Nullable Object> grep(Minion minion, Arguments args) {
        List<@Nullable Object> command = new ArrayList<>(List.of("grep"));
        for (Object option : args.varargs()) {
            List<String> words = ShellWords.split(Texts.str(option));
            if (words.size() > 1) {
                throw new CallError(
                        "Passing multiple command line arguments in a single string is not supported, please pass the following arguments separately: "
                                + Texts.str(option));
            }
            command.addAll(words);
        }
        command.add(args.string("pattern"));
        command.add(files.locate(at(args)).toString());
        return commands.run(minion, command, Map.of());
    }

    private String add(Arguments args, boolean atEnd) {
        List<@Nullable Object> given =
                switch (args.extra().get("args")) {
                    case null -> args.varargs();
                    case List<?> l -> new ArrayList<>(l);
                    case Object one -> List.of(one);
                };
        List<String> lines = given.stream().map(Texts::str).toList();
        Path path = at(args);
        String before =
                atEnd ? Texts.decode(files.bytes(path)) : files.textIfPresent(path).orElse("");
        files.write(
                path, atEnd ? TextEdits.append(before, lines) : TextEdits.prepend(before, lines));
        return "%s %d lines to \"%s\"".formatted(atEnd ? "Wrote" : "Prepended", lines.size(), path);
    }

    private Object replace(Arguments args) {
        Path path = at(args);
        if (!files.exists(path) && args.flag("ignore_if_missing")) {
            return false;
        }
        if (args.flag("search_only")) {
            return search(args, path);
        }
        String before = edits.text(path);
        String after =
                TextEdits.replace(
                        before,
                        new TextEdits.Replacement(
                                Regexes.compile(
                                        args.string("pattern"), Regexes.flags(args.value("flags"))),
                                Texts.str(args.value("repl")),
                                args.integer("count").orElse(0L),
                                args.flag("backslash_literal"),
                                new TextEdits.Missing(
                                        place(args), args.text("not_found_content"))));
        return edited(args, path, before, after);
    }

    private boolean search(Arguments args, Path path) {
        return Regexes.compile(args.string("pattern"), Regexes.flags(args.value("flags")))
                .isFound(edits.text(path));
    }

    private static Place place(Arguments args) {
        return args.flag("append_if_not_found")
                ? Place.END
                : args.flag("prepend_if_not_found") ? Place.START : Place.NOWHERE;
    }

    private Object edited(Arguments args, Path path, String before, String after) {
        boolean changed = !before.equals(after);
        if (changed && !args.flag("dry_run")) {
            edits.write(path, after, args.flag("backup") ? args.string("backup") : "");
        }
        return args.flag("show_changes") ? UnifiedDiff.ofTexts(before, after) : changed;
    }

    private Object comment(Arguments args, boolean add) {
        Path path = at(args);
        String before = edits.text(path);
        String after = TextEdits.comment(before, args.string("regex"), args.string("char"), add);
        if (before.equals(after)) {
            return false;
        }
        edits.write(path, after, args.flag("backup") ? args.string("backup") : "");
        List<String> old = new ArrayList<>();
        List<String> now = new ArrayList<>();
        List<String> beforeLines = Texts.linesWithEnds(before);
        List<String> afterLines = Texts.linesWithEnds(after);
        for (int i = 0; i < beforeLines.size(); i++) {
            if (!beforeLines.get(i).equals(afterLines.get(i))) {
                old.add(beforeLines.get(i));
                now.add(afterLines.get(i));
            }
        }
        return String.join("", UnifiedDiff.lines(old, now));
    }

    private Object block(Arguments args) {
        Path path = at(args);
        String content = args.string("content");
        String before = edits.text(path);
        String after =
                TextEdits.block(
                        before,
                        new TextEdits.Block(
                                args.string("marker_start"),
                                args.string("marker_end"),
                                content,
                                args.value("append_newline") == null
                                        ? !content.endsWith("\n")
                                        : args.flag("append_newline"),
                                place(args),
                                args.text("insert_before_match"),
                                args.text("insert_after_match")));
        return edited(args, path, before, after);
    }

    private Object line(Arguments args) {
        Path path = at(args);
        if (!files.isFile(path)) {
            if (args.flag("quiet")) {
                return false;
            }
            throw new CallError("File \"" + path + "\" does not exists or is not a file.");
        }
        Optional<String> mode = args.text("mode").map(m -> m.toLowerCase(Locale.ROOT));
        String before = Texts.decode(files.bytes(path));
        String after =
                new LineEdit(
                                mode.orElseThrow(() ->
                                        new CallError(
                                                "Mode was not defined. How to process the file?")),
                                args.text("content"),
                                args.text("match"),
                                args.text("location"),
                                args.text("before"),
                                args.text("after"),
                                args.flag("indent"))
                        .apply(before);
        if (before.equals(after)) {
            return false;
        }
        edits.write(path, after, args.flag("backup") ? ".bak" : "");
        return args.flag("show_changes") ? UnifiedDiff.ofTexts(before, after) : true;
    }
}
