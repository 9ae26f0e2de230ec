package io.pulldeploy.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An option or a positional parameter of a command, and what the command line says of it. Commands
 * state theirs with these instead of picocli's annotations, which are read by reflection at each
 * start.
 */
public final class Argument<T> {
    private final Supplier<ArgSpec> described;
    private @Nullable ArgSpec spec;

    private Argument(Supplier<ArgSpec> described) {
        this.described = described;
    }

    /** An option without a value. */
    public static Argument<Boolean> flag(String description, String... names) {
        return of(
                OptionSpec.builder(names).type(boolean.class).arity("0").description(description));
    }

    /**
     * An option with a value.
     *
     * @param label what stands for the value in the help
     */
    public static Argument<String> option(String label, String description, String... names) {
        return option(String.class, label, description, names);
    }

    /**
     * @param type of the value: what picocli converts to by itself, such as a path or an integer
     */
    public static <T> Argument<T> option(
            Class<T> type, String label, String description, String... names) {
        return of(value(label, description, names).type(type));
    }

    /** An option whose text is converted, or refused with a {@code TypeConversionException}. */
    public static <T> Argument<T> option(
            ITypeConverter<T> converter, String label, String description, String... names) {
        return of(value(label, description, names).type(Object.class).converters(converter));
    }

    private static OptionSpec.Builder value(String label, String description, String... names) {
        return OptionSpec.builder(names).arity("1").paramLabel(label).description(description);
    }

    /** The parameter at that place, which has to be given. */
    public static Argument<String> parameter(int index, String label, String description) {
        return parameter(String.class, index, label, description);
    }

    /**
     * @param type of the value: what picocli converts to by itself, such as a path or an integer
     */
    public static <T> Argument<T> parameter(
            Class<T> type, int index, String label, String description) {
        return of(positional("" + index, label, description).arity("1").required(true).type(type));
    }

    /** The parameter at that place, if it is given. */
    public static Argument<String> optionalParameter(int index, String label, String description) {
        return of(
                positional("" + index, label, description)
                        .arity("0..1")
                        .required(false)
                        .type(String.class));
    }

    /** All parameters from that place on. */
    public static Argument<List<String>> parametersFrom(
            int index, String label, String description) {
        return of(
                positional(index + "..*", label, description)
                        .arity("0..*")
                        .required(false)
                        .type(ArrayList.class)
                        .auxiliaryTypes(String.class));
    }

    private static PositionalParamSpec.Builder positional(
            String index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(index)
                .paramLabel(label)
                .description(description);
    }

    private static <T> Argument<T> of(OptionSpec.Builder option) {
        return new Argument<>(option::build);
    }

    private static <T> Argument<T> of(PositionalParamSpec.Builder parameter) {
        return new Argument<>(parameter::build);
    }

    /** What was given, if it was. */
    public Optional<T> given() {
        return spec == null ? Optional.empty() : Optional.ofNullable(spec.<T>getValue());
    }

    /** What was given, or something else. */
    public T or(T otherwise) {
        return given().orElse(otherwise);
    }

    /**
     * What was given.
     *
     * @throws java.util.NoSuchElementException if nothing was, which happens before parsing and
     *     where a parameter is optional
     */
    public T value() {
        return given().orElseThrow();
    }

    /** The description for one more parse, whose values are then this argument's. */
    ArgSpec describe() {
        ArgSpec fresh = described.get();
        spec = fresh;
        return fresh;
    }
}
