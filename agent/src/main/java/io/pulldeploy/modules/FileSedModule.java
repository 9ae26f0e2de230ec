package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code file} functions that edit and search with sed, or as it would. */
public final class FileSedModule {
    private final FileTree files;
    private final CommandRuns commands;

    public FileSedModule(Host host, CommandRuns commands) {
        this.files = host.files();
        this.commands = commands;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("file")
                .add(
                        "sed",
                        "Runs sed on a file.",
                        "path, before, after, limit='', backup='.bak', options='-r -e', flags='g', escape_all=False, negate_match=False",
                        this::sed)
                .add(
                        "sed_contains",
                        "Whether sed finds the expression in a line.",
                        "path, text, limit='', flags='g'",
                        this::sedContains)
                .add(
                        "psed",
                        "Replaces what matches, as sed would.",
                        "path, before, after, limit='', backup='.bak', flags='gMS', escape_all=False, multi=False",
                        (_, a) -> pythonSed(a))
                .all();
    }

    private Object sed(Minion minion, Arguments args) {
        Path path = at(args, "path");
        if (!files.exists(path)) {
            return false;
        }
        List<@Nullable Object> command = new ArrayList<>(List.of("sed"));
        command.add(args.flag("backup") ? "-i" + args.string("backup") : "-i");
        command.addAll(ShellWords.split(args.string("options")));
        String limit = args.flag("limit") ? "/" + escaped(args, "limit") + "/ " : "";
        command.add(
                limit
                        + (args.flag("negate_match") ? "!" : "")
                        + "s/"
                        + escaped(args, "before")
                        + "/"
                        + escaped(args, "after")
                        + "/"
                        + args.string("flags"));
        command.add(files.locate(path).toString());
        return commands.run(minion, command, Map.of());
    }

    private boolean sedContains(Minion minion, Arguments args) {
        Path path = at(args, "path");
        if (!files.exists(path)) {
            return false;
        }
        String limit = args.flag("limit") ? "/" + escaped(args.string("limit"), false) + "/ " : "";
        String search =
                limit + "s/" + escaped(args.string("text"), false) + "/$/p" + args.string("flags");
        Map<String, @Nullable Object> done =
                commands.run(
                        minion,
                        List.of("sed", "-n", "-r", "-e", search, files.locate(path).toString()),
                        Map.of("redirect_stderr", true));
        return !Texts.str(done.get("stdout")).isEmpty();
    }

    private @Nullable Object pythonSed(Arguments args) {
        Path path = at(args, "path");
        if (args.flag("limit")) {
            throw new CallError("TypeError", "must be str or None, not re.Pattern");
        }
        int flags = 0;
        boolean all = false;
        for (char flag : args.string("flags").toCharArray()) {
            if (flag == 'g') {
                all = true;
            } else if ("ILMSUX".indexOf(flag) >= 0) {
                flags |= Regexes.flags(String.valueOf(flag));
            } else {
                throw new CallError("KeyError", "'" + flag + "'");
            }
        }
        byte[] before = files.bytes(path);
        String backup = args.string("backup");
        if (!backup.isEmpty()) {
            files.copy(path, Path.of(path + backup));
        }
        boolean escapesAll = args.flag("escape_all");
        PythonRegex wanted = Regexes.compile(escaped(args.string("before"), escapesAll), flags);
        String after = args.string("after");
        String text = Texts.decode(before);
        if (args.flag("multi")) {
            // Salt goes through the letters of the first line here, and keeps no other line.
            StringBuilder letters = new StringBuilder();
            for (char c : text.lines().findFirst().orElse("").toCharArray()) {
                letters.append(wanted.sub(after, String.valueOf(c), all ? 0 : 1));
            }
            files.write(path, letters + (text.contains("\n") ? "\n" : ""));
        } else {
            files.write(path, wanted.sub(after, text, all ? 0 : 1));
        }
        return null;
    }

    private static String escaped(Arguments args, String name) {
        return escaped(args.string(name), args.flag("escape_all"));
    }

    /** Salt's escapes, which are a shell's for the quote although no shell reads them. */
    private static String escaped(String text, boolean all) {
        String escaped = text.replace("'", "'\"'\"'").replace("/", "\\/");
        if (all) {
            for (char special : "^.[$()|*+?{".toCharArray()) {
                escaped = escaped.replace(String.valueOf(special), "\\" + special);
            }
        }
        return escaped;
    }
}
