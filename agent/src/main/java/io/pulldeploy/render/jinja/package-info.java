/**
 * Our Jinja2: lexer, parser to a sealed AST, evaluator with Python's value semantics. No I/O and no
 * Salt in it.
 */
package io.pulldeploy.render.jinja;
