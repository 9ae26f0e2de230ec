package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * The settings of a Jinja2 environment, under Jinja2's names.
 *
 * @param keepTrailingNewline whether a template's last newline is kept
 * @param newlineSequence what a newline of the template becomes
 * @param strictUndefined whether undefined values fail wherever they are used
 * @param printer what a printed value becomes: {@code str(finalize(value))}
 */
public record JinjaOptions(
        String blockStart,
        String blockEnd,
        String variableStart,
        String variableEnd,
        String commentStart,
        String commentEnd,
        boolean trimBlocks,
        boolean lstripBlocks,
        boolean keepTrailingNewline,
        String newlineSequence,
        boolean autoescape,
        boolean strictUndefined,
        Function<@Nullable Object, String> printer,
        Limits limits) {

    /** Jinja2's defaults, with the strict undefined that Salt sets. */
    public static final JinjaOptions DEFAULT =
            new JinjaOptions(
                    "{%",
                    "%}",
                    "{{",
                    "}}",
                    "{#",
                    "#}",
                    false,
                    false,
                    false,
                    "\n",
                    false,
                    true,
                    PyValues::str,
                    Limits.DEFAULT);

    public JinjaOptions withTrimBlocks(boolean trim) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trim,
                lstripBlocks,
                keepTrailingNewline,
                newlineSequence,
                autoescape,
                strictUndefined,
                printer,
                limits);
    }

    public JinjaOptions withLstripBlocks(boolean lstrip) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstrip,
                keepTrailingNewline,
                newlineSequence,
                autoescape,
                strictUndefined,
                printer,
                limits);
    }

    public JinjaOptions withKeepTrailingNewline(boolean keep) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstripBlocks,
                keep,
                newlineSequence,
                autoescape,
                strictUndefined,
                printer,
                limits);
    }

    public JinjaOptions withNewlineSequence(String newline) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                newline,
                autoescape,
                strictUndefined,
                printer,
                limits);
    }

    public JinjaOptions withAutoescape(boolean escape) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                newlineSequence,
                escape,
                strictUndefined,
                printer,
                limits);
    }

    public JinjaOptions withStrictUndefined(boolean strict) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                newlineSequence,
                autoescape,
                strict,
                printer,
                limits);
    }

    public JinjaOptions withPrinter(Function<@Nullable Object, String> print) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                newlineSequence,
                autoescape,
                strictUndefined,
                print,
                limits);
    }

    public JinjaOptions withLimits(Limits bounds) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                newlineSequence,
                autoescape,
                strictUndefined,
                printer,
                bounds);
    }

    /**
     * Sets one of the six delimiters by Jinja2's name for it, such as {@code block_start_string}.
     */
    public JinjaOptions withDelimiter(String name, String text) {
        return new JinjaOptions(
                name.equals("block_start_string") ? text : blockStart,
                name.equals("block_end_string") ? text : blockEnd,
                name.equals("variable_start_string") ? text : variableStart,
                name.equals("variable_end_string") ? text : variableEnd,
                name.equals("comment_start_string") ? text : commentStart,
                name.equals("comment_end_string") ? text : commentEnd,
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                newlineSequence,
                autoescape,
                strictUndefined,
                printer,
                limits);
    }
}
