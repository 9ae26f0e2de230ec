package io.pulldeploy.cli.deploy;

import io.pulldeploy.cli.Argument;
import io.pulldeploy.cli.GlobalOptions;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private final GlobalOptions global = new GlobalOptions();

    private final Argument<Path> root =
            Argument.option(
                    Path.class,
                    "DIR",
                    "Use DIR instead of pulldeploy.root (/srv); file and pillar roots under it move"
                            + " along, and records and logs go to DIR/pulldeploy, unless they are under"
                            + " it as well.",
                    "--root");

    private final Argument<Form> form =
            Argument.option(new FormConverter(), "FORM", "text, json or yaml.", "--out");

    private final Argument<Boolean> verbose;

    private final Argument<Boolean> quiet =
            Argument.flag("Say nothing unless it fails.", "-q", "--quiet");

    /**
     * @param ofVerbose what the command says more of
     */
    DeployOptions(String ofVerbose) {
        verbose = Argument.flag("Say more: " + ofVerbose + ".", "-v", "--verbose");
    }

    List<Argument<?>> all() {
        List<Argument<?>> all = new ArrayList<>(global.all());
        all.addAll(List.of(root, form, verbose, quiet));
        return all;
    }

    /** Of a command that has nothing to report. */
    List<Argument<?>> withoutForm() {
        return all().stream().filter(a -> !a.equals(form)).toList();
    }

    Optional<String> configDir() {
        return global.configDir();
    }

    Optional<Path> root() {
        return root.given().map(r -> r.toAbsolutePath().normalize());
    }

    Form form() {
        return form.or(Form.TEXT);
    }

    boolean verbose() {
        return verbose.or(false);
    }

    boolean quiet() {
        return quiet.or(false);
    }
}
