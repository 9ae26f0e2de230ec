package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Expr;
import io.pulldeploy.render.jinja.Parser;
import io.pulldeploy.render.jinja.Stmt;
import io.pulldeploy.render.jinja.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Salt's tags: they become statements that Jinja2 has. */
final class SaltTags {
    static final List<Tag> ALL = List.of(new Load(), new ImportData(), new Profile());

    private SaltTags() {}

    private static Expr filtered(Expr value, String filter, int line) {
        return new Expr.Filter(value, filter, Expr.CallArguments.NONE, line);
    }

    /** {@code {% load_yaml as name %}…{% endload %}}. */
    private static final class Load implements Tag {
        @Override
        public Set<String> names() {
            return Set.of("load_yaml", "load_json", "load_text");
        }

        @Override
        public List<Stmt> parse(Parser parser) {
            String filter = parser.stream().current().text();
            int line = parser.stream().next().line();
            parser.stream().expect("name:as");
            Expr target = parser.parseAssignTarget();
            String macro = "_" + parser.freeIdentifier();
            List<Stmt> body = parser.parseStatements(true, "endload");
            Expr text =
                    new Expr.Call(
                            new Expr.Name(macro, Expr.Use.LOAD, line),
                            Expr.CallArguments.NONE,
                            line);
            return List.of(
                    new Stmt.Macro(macro, List.of(), List.of(), body, line),
                    new Stmt.Assign(target, filtered(text, filter, line), line));
        }
    }

    /** {@code {% import_yaml "file" as name %}}. */
    private static final class ImportData implements Tag {
        @Override
        public Set<String> names() {
            return Set.of("import_yaml", "import_json", "import_text");
        }

        @Override
        public List<Stmt> parse(Parser parser) {
            String filter = parser.stream().current().text().replaceFirst("import_", "load_");
            Stmt.Import imported = parser.parseImport();
            int line = imported.line();
            String name = imported.target();
            return List.of(
                    imported,
                    new Stmt.Assign(
                            new Expr.Name(name, Expr.Use.STORE, line),
                            filtered(new Expr.Name(name, Expr.Use.LOAD, line), filter, line),
                            line));
        }
    }

    /** {@code {% profile as label %}…{% endprofile %}}: Salt logs how long its body took. */
    private static final class Profile implements Tag {
        @Override
        public Set<String> names() {
            return Set.of("profile");
        }

        @Override
        public List<Stmt> parse(Parser parser) {
            int line = parser.stream().next().line();
            parser.stream().expect("name:as");
            Expr label = parser.parseExpression();
            List<Stmt> statements = new ArrayList<>();
            statements.add(new Stmt.Do(label, line));
            statements.addAll(parser.parseStatements(true, "endprofile"));
            return statements;
        }
    }
}
