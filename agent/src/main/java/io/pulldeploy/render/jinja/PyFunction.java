package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A function of the environment: a filter, a test, or a global that templates call. */
public final class PyFunction implements PyInvocable {
    private final String name;
    private final String parameters;

    /** Read at the first call: a template calls few of the functions that there are. */
    private volatile @Nullable Signature signature;

    private final Body body;

    private PyFunction(String name, String parameters, Body body) {
        this.name = name;
        this.parameters = parameters;
        this.body = body;
    }

    /** What a function does with its arguments. */
    @FunctionalInterface
    public interface Body {
        /**
         * @param args one engine value per parameter; then a {@link PyTuple} for {@code *args} and
         *     a {@link PyDict} for {@code **kwargs}, if the function has them
         */
        @Nullable Object call(Context context, @Nullable Object[] args);
    }

    /**
     * A function with Python's way of binding arguments and Python's messages where they do not
     * fit.
     *
     * @param name what the messages call it
     * @param parameters as in Python, separated by {@code ", "}: {@code "value, width=4, *args,
     *     **kwargs"}; defaults are None, True, False, numbers and 'text'; a leading {@code @} is a
     *     parameter that Jinja2 passes itself (its context or environment), which the messages
     *     count. A filter's or test's first parameter is the value that it applies to.
     */
    public static PyFunction of(String name, String parameters, Body body) {
        return new PyFunction(name, parameters, body);
    }

    @Override
    public String typeName() {
        return "function";
    }

    @Override
    public String repr() {
        return "<function " + name + " at " + PyRepr.address(this) + ">";
    }

    @Override
    public @Nullable Object call(
            Context context, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        Signature known = signature;
        if (known == null) {
            known = Signature.of(name, parameters);
            signature = known;
        }
        return body.call(context, known.bind(args, kwargs));
    }
}
