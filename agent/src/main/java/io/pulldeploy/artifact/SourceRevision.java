package io.pulldeploy.artifact;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks git where a directory's content comes from. */
public final class SourceRevision {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Names and passwords in a URL are nobody's business who reads a manifest. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@]*@");

    private final Processes processes;

    public SourceRevision(Processes processes) {
        this.processes = processes;
    }

    /** What git says; nothing where there is no git or no repository. */
    public Manifest.Source of(Path directory) {
        String revision =
                git(directory, "describe", "--always", "--dirty", "--exclude=*", "--abbrev=40");
        return revision.isEmpty()
                ? Manifest.Source.UNKNOWN
                : new Manifest.Source(
                        revision,
                        CREDENTIALS
                                .matcher(git(directory, "remote", "get-url", "origin"))
                                .replaceAll(""));
    }

    private String git(Path directory, String... arguments) {
        Command command =
                Command.of(
                        Stream.concat(
                                        Stream.of("git", "-C", directory.toString()),
                                        Arrays.stream(arguments))
                                .toList());
        try {
            Completed completed = processes.run(command.within(LIMIT));
            return completed.succeeded() ? completed.output().strip() : "";
        } catch (Failure e) {
            return "";
        }
    }
}
