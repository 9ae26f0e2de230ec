package io.pulldeploy.pillar;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.yaml.YamlError;
import io.pulldeploy.render.yaml.YamlLoader;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a shell command prints, as YAML or JSON; {@code %s} in it stands for the minion's id. Output
 * that cannot be read counts as none, as under Salt.
 */
public final class CommandPillar implements ExternalPillar {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPillar.class);

    private final Processes processes;
    private final Function<String, @Nullable Object> reader;

    private CommandPillar(Processes processes, Function<String, @Nullable Object> reader) {
        this.processes = processes;
        this.reader = reader;
    }

    /** The kind {@code cmd_yaml}. */
    public static CommandPillar yaml(Processes processes) {
        return new CommandPillar(processes, text -> YamlLoader.load(text, YamlLoader.TEXT));
    }

    /** The kind {@code cmd_json}. */
    public static CommandPillar json(Processes processes) {
        return new CommandPillar(processes, Json::parse);
    }

    @Override
    public Map<?, ?> read(
            Minion minion, Map<Object, @Nullable Object> pillar, @Nullable Object settings) {
        Object first =
                settings instanceof List<?> list && !list.isEmpty() ? list.getFirst() : settings;
        String command = String.valueOf(first).replace("%s", minion.id());
        String output = processes.run(Command.of("/bin/sh", "-c", command)).output();
        try {
            return reader.apply(output) instanceof Map<?, ?> map ? map : Map.of();
        } catch (YamlError | JsonError e) {
            LOG.error("Data from '{}' failed to parse: {}", command, e.getMessage());
            return Map.of();
        }
    }
}
