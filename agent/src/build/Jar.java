import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finishes the fat JAR, and makes the AOT caches that the clone's launcher starts it with: {@code
 * Jar JAR}, run in agent/.
 */
final class Jar {
    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        URL[] classPath = {jar.toUri().toURL()};
        try (URLClassLoader neighbours =
                        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
                FileSystem entries = FileSystems.newFileSystem(jar)) {
            ClassFile classes =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(neighbours)));
            rewrite(entries.getPath("/picocli"), bytes -> raised(classes, bytes));
            rewrite(
                    entries.getPath("/io/pulldeploy"),
                    bytes -> linked(classes, classes.parse(bytes)));
        }
        AotCaches.make(Path.of(System.getProperty("java.home")), jar, jar.getParent());
    }

    /**
     * Both at once: the class files that the API makes of a transformation cannot always be
     * transformed again.
     */
    private static byte[] linked(ClassFile classes, ClassModel model) {
        return classes.transformClass(
                model, PatternSwitches.linked(model).andThen(RecordMethods.linked(model)));
    }

    private static void rewrite(Path directory, UnaryOperator<byte[]> transformation)
            throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                Files.write(file, transformation.apply(Files.readAllBytes(file)));
            }
        }
    }

    /**
     * Gives a class this Java's version, and stack maps. Those from before Java 6, as picocli's
     * are, have none, which keeps them out of an AOT cache: they would be read and verified at
     * every start.
     */
    private static byte[] raised(ClassFile classes, byte[] bytes) {
        ClassTransform version =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(ClassFile.latestMajorVersion(), 0);
                    } else {
                        builder.with(element);
                    }
                };
        // Methods are copied as they are unless a transformation asks to see their code.
        ClassTransform code =
                ClassTransform.transformingMethodBodies((body, element) -> body.with(element));
        return classes.transformClass(classes.parse(bytes), version.andThen(code));
    }
}
