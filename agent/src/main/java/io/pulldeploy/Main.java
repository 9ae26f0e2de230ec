package io.pulldeploy;

import io.pulldeploy.cli.Logging;
import io.pulldeploy.cli.Program;
import io.pulldeploy.cli.Terminal;

import java.util.ArrayList;
import java.util.List;

/** Builds the object graph by plain constructors; nothing else does. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logging.show("warning");
        Terminal terminal = Terminal.ofProcess(System.getenv("NO_COLOR") != null);
        System.exit(new Program(terminal, commands()).run(args));
    }

    /** One line per command. */
    private static List<Object> commands() {
        return new ArrayList<>();
    }
}
