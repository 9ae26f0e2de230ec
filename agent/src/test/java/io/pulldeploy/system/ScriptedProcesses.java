package io.pulldeploy.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that say what a test wants them to say; any other succeeds without a word. */
public final class ScriptedProcesses implements Processes {
    private final Map<String, Completed> answers = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();

    /** What a command line that starts so is to print. */
    public ScriptedProcesses answer(String start, String output) {
        answers.put(start, new Completed(1, 0, output, "", false));
        return this;
    }

    /** A command line that starts so fails with these words. */
    public ScriptedProcesses refuse(String start, String errors) {
        answers.put(start, new Completed(1, 1, "", errors, false));
        return this;
    }

    /** Every command line so far. */
    public List<String> commands() {
        return commands;
    }

    @Override
    public Completed run(Command command, Listener listener) {
        String line = String.join(" ", command.arguments());
        commands.add(line);
        return answers.entrySet().stream()
                .filter(e -> line.startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new Completed(1, 0, "", "", false));
    }

    @Override
    public long start(Command command) {
        run(command, Listener.NONE);
        return 1;
    }

    @Override
    public Optional<String> which(String program) {
        return Optional.of("/usr/bin/" + program);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }
}
