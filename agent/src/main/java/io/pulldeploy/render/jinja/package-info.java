/**
 * Our Jinja2 3.1.6: lexer, parser to a sealed AST, compiler to code, Python's values. No I/O and no
 * Salt in it.
 *
 * <p>{@code Jinja} renders; {@code JinjaOptions} and {@code Limits} set it up; a {@code
 * TemplateLoader} finds what templates import. {@code Jinja.Extensions} adds filters, tests and
 * functions ({@code PyFunction}), globals, and tags ({@code Tag}, which parses into the AST's own
 * statements). Values cross the border through {@code PyValues.fromJava} and {@code toJava}; a
 * {@code PyCallable} sees plain Java values only, a {@code PyFunction} or {@code PyObject} the
 * engine's own. Whatever goes wrong is a {@code TemplateError} with Python's class, text and the
 * template's part of the traceback.
 *
 * <p>Inside, a template goes from {@code Lexer} through {@code Parser} ({@code Stmt}, {@code Expr})
 * and {@code Compiler} (with {@code Symbols}, which are Jinja2's own rules of scopes) to {@code
 * Code}, which runs on a {@code Frame}.
 */
package io.pulldeploy.render.jinja;
