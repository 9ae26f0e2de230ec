package io.pulldeploy.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.model.StateResult.Outcome;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakeOwnership;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code file.managed} with {@code attrs}, on a file system that keeps attributes. */
class FileAttributesTest {
    @TempDir Path root;
    private final Set<String> letters = new TreeSet<>(Set.of("e"));
    private boolean keeps = true;
    private boolean installed = true;
    private StateTestHarness harness;

    @BeforeEach
    void machine() {
        FileTree files = new FileTree(root, new FakeOwnership(new FakeAccounts()));
        files.write(Path.of("/a"), "text\n");
        Host host =
                new Host(
                        files,
                        new Attributes(),
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        List<StateFunction> functions =
                new FileState(host, _ -> InputStream.nullInputStream()).functions();
        harness =
                new StateTestHarness(
                        functions,
                        new TestMinion(root, Map.of(), root.resolve("cache")),
                        () -> List.copyOf(letters));
    }

    @Test
    void aFileGetsThemAndLosesAllOthers() {
        letters.add("d");
        StateTestHarness.Runs runs = harness.check("file.managed", managed("Ai"));
        assertThat(runs.test().changes()).isEqualTo(Map.of("attrs", "Ai"));
        assertThat(runs.real().changes())
                .isEqualTo(Map.of("attrs", Map.of("old", "de", "new", "Ai")));
        assertThat(letters).containsExactlyInAnyOrder("e", "A", "i");
    }

    @Test
    void aFileSystemThatDoesNotKeepThemIsAFailure() {
        keeps = false;
        StateTestHarness.Runs runs = harness.run("file.managed", managed("i"));
        assertThat(runs.real().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(runs.real().comment()).isEqualTo("Failed to change attributes to i");
    }

    @Test
    void whereNobodyCanTellNothingIsDone() {
        installed = false;
        assertThat(harness.check("file.managed", managed("i")).real().changes()).isEmpty();
    }

    private static Map<String, @Nullable Object> managed(String attributes) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("name", "/a");
        arguments.put("contents", "text");
        arguments.put("attrs", attributes);
        return arguments;
    }

    /** lsattr and chattr. */
    private final class Attributes implements Processes {
        @Override
        public Completed run(Command command, Listener listener) {
            List<String> words = command.arguments();
            String output = "";
            if (words.getFirst().equals("lsattr")) {
                output = "--" + String.join("-", letters) + "-- " + words.get(1) + "\n";
            } else if (words.getFirst().equals("chattr") && keeps) {
                List<String> given = List.of(words.get(1).substring(1).split(""));
                if (words.get(1).startsWith("+")) {
                    letters.addAll(given);
                } else {
                    letters.removeAll(Set.copyOf(given));
                }
            }
            return new Completed(1, 0, output, "", false);
        }

        @Override
        public long start(Command command) {
            throw new UnsupportedOperationException(command.toString());
        }

        @Override
        public Optional<String> which(String program) {
            return installed ? Optional.of("/usr/bin/" + program) : Optional.empty();
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }
    }
}
