package io.pulldeploy.cli.output;

import org.jspecify.annotations.Nullable;

/** Forms a result for printing, as Salt's outputter of the same name does. */
@FunctionalInterface
public interface Outputter {
    /**
     * @param data a plain value, under Salt's host key: {@code {"local": …}}
     * @return the text, without the newline that ends it on the terminal
     */
    String format(@Nullable Object data, OutputOptions options);
}
