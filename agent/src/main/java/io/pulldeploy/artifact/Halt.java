package io.pulldeploy.artifact;

import io.pulldeploy.model.Failure;

/**
 * Why new deploys of a service stop.
 *
 * @param reason for people
 * @param by who halted them, or empty
 */
public record Halt(String reason, String by) {
    /** A halt holds even if its document is damaged: stopping is the safe side. */
    static Halt parse(String text, String where) {
        try {
            Document document = Document.parseAny(text, where, "");
            return new Halt(
                    document.optionalText("reason").orElse("no reason was given"),
                    document.optionalText("by").orElse(""));
        } catch (Failure e) {
            return new Halt(String.valueOf(e.getMessage()), "");
        }
    }
}
