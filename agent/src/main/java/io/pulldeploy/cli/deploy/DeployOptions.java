package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.GlobalOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options that all of these commands take. */
public final class DeployOptions {
    /** How a result is printed. */
    enum Form {
        TEXT,
        JSON,
        YAML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Takes forms as they are typed, and names them so. */
    static final class FormConverter implements ITypeConverter<Form> {
        @Override
        public Form convert(String text) {
            return Stream.of(Form.values())
                    .filter(f -> f.toString().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "there is no form '"
                                            + text
                                            + "'; there are: "
                                            + Stream.of(Form.values())
                                                    .map(Form::toString)
                                                    .collect(Collectors.joining(", "))));
        }
    }

    @Mixin private final GlobalOptions global = new GlobalOptions();

    /** Alone, because {@code --version} means an artifact's here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description =
                    "Use DIR instead of pulldeploy.root (/srv); file and pillar roots under it move"
                            + " along, and records and logs go to DIR/pulldeploy.")
    private @Nullable Path root;

    @Option(
            names = "--out",
            paramLabel = "FORM",
            defaultValue = "text",
            converter = FormConverter.class,
            description = "text, json or yaml.")
    private Form form = Form.TEXT;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more: what hooks print, and every state.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing unless it fails.")
    private boolean quiet;

    Optional<String> configDir() {
        return global.configDir();
    }

    Optional<Path> root() {
        return Optional.ofNullable(root).map(r -> r.toAbsolutePath().normalize());
    }

    Form form() {
        return form;
    }

    boolean verbose() {
        return verbose;
    }

    boolean quiet() {
        return quiet;
    }
}
