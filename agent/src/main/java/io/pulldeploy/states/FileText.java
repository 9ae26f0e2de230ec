package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateCall;
import io.pulldeploy.model.StateResult;
import io.pulldeploy.modules.FileEdits;
import io.pulldeploy.modules.FileModes;
import io.pulldeploy.modules.FilePermissions;
import io.pulldeploy.modules.FilePermissions.Wanted;
import io.pulldeploy.modules.LineEdit;
import io.pulldeploy.modules.Regexes;
import io.pulldeploy.modules.TextEdits;
import io.pulldeploy.modules.Texts;
import io.pulldeploy.modules.UnifiedDiff;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code file} states that edit lines of a file: append, prepend, replace and their kin. */
final class FileText {
    static final String APPEND =
            "name, text=None, makedirs=False, source=None, source_hash=None, template='jinja', sources=None, source_hashes=None, defaults=None, context=None, ignore_whitespace=True, show_changes=True";
    static final String PREPEND =
            "name, text=None, makedirs=False, source=None, source_hash=None, template='jinja', sources=None, source_hashes=None, defaults=None, context=None, header=None, show_changes=True";
    static final String REPLACE =
            "name, pattern, repl, count=0, flags=8, bufsize=1, append_if_not_found=False, prepend_if_not_found=False, not_found_content=None, backup='.bak', show_changes=True, ignore_if_missing=False, backslash_literal=False, encoding=None";
    static final String COMMENT = "name, regex, char='#', backup='.bak', ignore_missing=False";
    static final String UNCOMMENT = "name, regex, char='#', backup='.bak'";
    static final String BLOCKREPLACE =
            "name, marker_start='#-- start managed zone --', marker_end='#-- end managed zone --', source=None, source_hash=None, template='jinja', sources=None, source_hashes=None, defaults=None, context=None, content='', append_if_not_found=False, prepend_if_not_found=False, backup='.bak', show_changes=True, append_newline=None, insert_before_match=None, insert_after_match=None";
    static final String LINE =
            "name, content=None, match=None, mode=None, location=None, before=None, after=None, show_changes=True, backup=False, quiet=False, indent=True, create=False, user=None, group=None, file_mode=None";

    private static final Pattern ANCHORS =
            Pattern.compile("^(\\(\\?[iLmsux]\\))?\\^?(.*?)\\$?$", Pattern.UNIX_LINES);

    private final FileTree files;
    private final FileEdits edits;
    private final FilePermissions permissions;
    private final FileTemplates templates;
    private final FileTouch touch;

    FileText(Host host, FileTemplates templates, FileTouch touch) {
        this.files = host.files();
        this.edits = new FileEdits(host.files());
        this.permissions = new FilePermissions(host);
        this.templates = templates;
        this.touch = touch;
    }

    /** Salt's complaint about a name; empty if it is a file that can be edited. */
    private Optional<String> problem(Path name) {
        if (!name.isAbsolute()) {
            return Optional.of("Specified file " + name + " is not an absolute path");
        }
        return files.exists(name) ? Optional.empty() : Optional.of(name + ": file not found");
    }

    StateResult append(StateCall call) {
        return added(call, true);
    }

    StateResult prepend(StateCall call) {
        return added(call, false);
    }

    private StateResult added(StateCall call, boolean atEnd) {
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed(
                    "Must provide name to file." + (atEnd ? "append" : "prepend"));
        }
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            return call.apply(
                    touch.prediction(name, Optional.empty(), Optional.empty()),
                    () -> {
                        StateResult touched = touch.touch(call.with(touch.arguments(call)));
                        return problem(name).isPresent()
                                ? StateResult.failed(
                                        touched.outcome() == StateResult.Outcome.FAILED
                                                        && !name.isAbsolute()
                                                ? touched.comment()
                                                : problem.get())
                                : edit(call, name, atEnd);
                    });
        }
        return edit(call, name, atEnd);
    }

    private StateResult edit(StateCall call, Path name, boolean atEnd) {
        Arguments args = call.args();
        List<String> chunks;
        try {
            chunks = chunks(call);
        } catch (CallError e) {
            return StateResult.failed(DesiredContent.comment(e));
        }
        String before = Texts.decode(files.bytes(name));
        List<String> lines = new ArrayList<>();
        boolean header = !atEnd && args.flag("header");
        for (String chunk : chunks) {
            boolean there;
            if (header) {
                there = false;
            } else if (atEnd && !args.flag("ignore_whitespace")) {
                there = Regexes.compile(chunk, Regexes.MULTILINE).isFound(before);
            } else {
                there = TextEdits.anyWhitespace(chunk).isFound(before);
            }
            if (!there) {
                lines.addAll(Texts.splitLines(chunk, false));
            }
        }
        if (header) {
            List<String> head = Texts.splitLines(before, false);
            if (head.subList(0, Math.min(head.size(), lines.size())).equals(lines)) {
                lines.clear();
            }
        }
        if (lines.isEmpty()) {
            return StateResult.succeeded("File " + name + " is in correct state");
        }
        String after = atEnd ? TextEdits.append(before, lines) : TextEdits.prepend(before, lines);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("diff", diff(call, before, after, atEnd));
        return call.apply(
                changes,
                "File " + name + " is set to be updated",
                (atEnd ? "Appended " : "Prepended ") + lines.size() + " lines",
                () -> files.write(name, after));
    }

    /** Salt joins the lines of {@code append}'s difference with newlines, and no other's. */
    private static String diff(StateCall call, String before, String after, boolean joined) {
        if (!call.args().flag("show_changes")) {
            return "<show_changes=False>";
        }
        return joined
                ? String.join(
                        "\n",
                        UnifiedDiff.lines(
                                Texts.splitLines(before, false), Texts.splitLines(after, false)))
                : String.join(
                        "",
                        UnifiedDiff.lines(
                                Texts.splitLines(before, true), Texts.splitLines(after, true)));
    }

    private List<String> chunks(StateCall call) {
        Arguments args = call.args();
        if (args.flag("source") && args.flag("sources")) {
            throw new CallError("source and sources are mutually exclusive");
        }
        List<@Nullable Object> sources =
                args.flag("source") ? args.list("source") : args.list("sources");
        List<String> chunks = new ArrayList<>();
        if (!sources.isEmpty()) {
            for (Object source : sources) {
                chunks.add(templates.text(call, Texts.str(source)));
            }
        } else if (args.value("text") instanceof List<?> list) {
            list.forEach(t -> chunks.add(Texts.str(t)));
        } else {
            chunks.add(Texts.str(args.value("text")));
        }
        return chunks;
    }

    StateResult replace(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.replace");
        }
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            return args.flag("ignore_if_missing") && problem.get().endsWith("file not found")
                    ? StateResult.succeeded("No changes needed to be made")
                    : StateResult.failed(problem.get());
        }
        boolean append = args.flag("append_if_not_found");
        boolean prepend = args.flag("prepend_if_not_found");
        if (append && prepend) {
            return StateResult.failed("Only one of append and prepend_if_not_found is permitted");
        }
        try {
            String before = edits.text(name);
            String after =
                    TextEdits.replace(
                            before,
                            new TextEdits.Replacement(
                                    Regexes.compile(
                                            args.string("pattern"),
                                            Regexes.flags(args.value("flags"))),
                                    Texts.str(args.value("repl")),
                                    args.integer("count").orElse(0L),
                                    args.flag("backslash_literal"),
                                    new TextEdits.Missing(
                                            place(append, prepend),
                                            args.text("not_found_content"))));
            return edited(call, name, before, after, "Changes would have been made", backup(args));
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
    }

    private static TextEdits.Place place(boolean append, boolean prepend) {
        return append
                ? TextEdits.Place.END
                : prepend ? TextEdits.Place.START : TextEdits.Place.NOWHERE;
    }

    private static String backup(Arguments args) {
        return args.flag("backup") ? args.string("backup") : "";
    }

    private StateResult edited(
            StateCall call, Path name, String before, String after, String would, String backup) {
        if (before.equals(after)) {
            return StateResult.succeeded("No changes needed to be made");
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put(
                "diff",
                call.args().flag("show_changes") ? UnifiedDiff.ofTexts(before, after) : true);
        return call.apply(
                changes, would, "Changes were made", () -> edits.write(name, after, backup));
    }

    StateResult comment(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.comment");
        }
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            return StateResult.failed(problem.get());
        }
        String mark = args.string("char");
        String bare = ANCHORS.matcher(args.string("regex")).replaceFirst("$2");
        try {
            String before = edits.text(name);
            if (!search("^(?!\\s*" + mark + ")\\s*" + bare, before)) {
                if (search(mark + bare, before)) {
                    return StateResult.succeeded("Pattern already commented");
                }
                return args.flag("ignore_missing")
                        ? StateResult.succeeded("Pattern not found and ignore_missing set to True")
                        : StateResult.failed(bare + ": Pattern not found");
            }
            String after = TextEdits.comment(before, args.string("regex"), mark, true);
            return marked(call, name, before, after, search(mark + bare, after), "ommented lines");
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
    }

    StateResult uncomment(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.uncomment");
        }
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            return StateResult.failed(problem.get());
        }
        String mark = args.string("char");
        String bare = Texts.stripStart(args.string("regex"), "^");
        try {
            String before = edits.text(name);
            if (!search(mark + "[ \t]*" + bare, before)) {
                return search("^[ \t]*" + bare, before)
                        ? StateResult.succeeded("Pattern already uncommented")
                        : StateResult.failed(args.string("regex") + ": Pattern not found");
            }
            String after = TextEdits.comment(before, args.string("regex"), mark, false);
            return marked(
                    call, name, before, after, search("^[ \t]*" + bare, after), "ncommented lines");
        } catch (CallError e) {
            return StateResult.failed(String.valueOf(e.getMessage()));
        }
    }

    private static boolean search(String regex, String text) {
        return Regexes.compile(regex, Regexes.MULTILINE).isFound(text);
    }

    private StateResult marked(
            StateCall call, Path name, String before, String after, boolean good, String what) {
        boolean comments = what.startsWith("o");
        return call.apply(
                Map.of(name.toString(), "updated"),
                "File " + name + " is set to be updated",
                () -> {
                    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
                    if (!before.equals(after)) {
                        edits.write(name, after, backup(call.args()));
                        changes.put("diff", UnifiedDiff.ofTexts(before, after));
                    }
                    return good
                            ? StateResult.changed(
                                    changes, (comments ? "C" : "U") + what + " successfully")
                            : StateResult.failed(
                                    changes,
                                    "Expected " + (comments ? "c" : "u") + what + " not found");
                });
    }

    StateResult blockreplace(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.blockreplace");
        }
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            return StateResult.failed(problem.get());
        }
        String content = args.text("content").orElse("");
        for (String line : Accumulators.of(call.minion()).lines(call.name())) {
            content = content.isEmpty() ? line : content + "\n" + line;
        }
        try {
            if (args.flag("source") || args.flag("sources")) {
                content += String.join("", chunksOfSources(call));
            }
            boolean newline =
                    args.value("append_newline") == null
                            ? !content.endsWith("\n")
                            : args.flag("append_newline");
            TextEdits.Block block =
                    new TextEdits.Block(
                            args.string("marker_start"),
                            args.string("marker_end"),
                            content,
                            newline,
                            place(
                                    args.flag("append_if_not_found"),
                                    args.flag("prepend_if_not_found")),
                            args.text("insert_before_match"),
                            args.text("insert_after_match"));
            String before = edits.text(name);
            String after = TextEdits.block(before, block);
            return edited(call, name, before, after, "Changes would be made", backup(args));
        } catch (CallError e) {
            return StateResult.failed(
                    "Encountered error managing block: "
                            + e.getMessage()
                            + ". See the log for details.");
        }
    }

    private List<String> chunksOfSources(StateCall call) {
        List<String> texts = new ArrayList<>();
        Arguments args = call.args();
        for (Object source : args.flag("source") ? args.list("source") : args.list("sources")) {
            texts.add(templates.text(call, Texts.str(source)));
        }
        return texts;
    }

    StateResult line(StateCall call) {
        Arguments args = call.args();
        Path name = Names.path(call.name());
        if (call.name().isEmpty()) {
            return StateResult.failed("Must provide name to file.line");
        }
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            if (!args.flag("create") || !name.isAbsolute()) {
                return StateResult.failed(problem.get());
            }
            return call.apply(
                    StateResult.failed(problem.get()),
                    () -> {
                        files.write(name, "");
                        permissions.enforce(
                                name,
                                new Wanted(
                                        args.value("user"),
                                        args.value("group"),
                                        FileModes.normal(args.value("file_mode"))),
                                true);
                        return lineEdited(call, name);
                    });
        }
        return lineEdited(call, name);
    }

    private StateResult lineEdited(StateCall call, Path name) {
        Arguments args = call.args();
        Optional<String> mode = args.text("mode").map(m -> m.toLowerCase(Locale.ROOT));
        if (mode.isEmpty()) {
            return StateResult.failed("Mode was not defined. How to process the file?");
        }
        if (!mode.get().equals("delete") && args.value("content") == null) {
            return StateResult.failed("Content can only be empty if mode is ['delete']");
        }
        try {
            String before = Texts.decode(files.bytes(name));
            String after =
                    new LineEdit(
                                    mode.get(),
                                    args.text("content"),
                                    args.text("match"),
                                    args.text("location"),
                                    args.text("before"),
                                    args.text("after"),
                                    args.flag("indent"))
                            .apply(before);
            return edited(
                    call,
                    name,
                    before,
                    after,
                    "Changes would be made",
                    args.flag("backup") ? ".bak" : "");
        } catch (CallError e) {
            return StateResult.failed(
                    "An exception occurred in this state: " + String.valueOf(e.getMessage()));
        }
    }
}
