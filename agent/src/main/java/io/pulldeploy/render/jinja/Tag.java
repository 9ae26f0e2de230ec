package io.pulldeploy.render.jinja;

import java.util.List;
import java.util.Set;

/** A tag of an extension: it parses itself into the statements that the engine knows. */
public interface Tag {
    /** The names that it answers to. */
    Set<String> names();

    /**
     * Parses the tag, whose name is the stream's current token, up to but without its {@code
     * block_end}.
     */
    List<Stmt> parse(Parser parser);
}
