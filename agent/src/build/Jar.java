import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finishes the fat JAR, and makes the AOT caches that the clone's launcher starts it with: {@code
 * Jar JAR}, run in agent/.
 */
final class Jar {
    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        raise(jar, "/picocli");
        AotCaches.make(Path.of(System.getProperty("java.home")), jar, jar.getParent());
    }

    /**
     * Gives the classes of a package this Java's version, and stack maps. Those from before Java 6,
     * as picocli's are, have none, which keeps them out of an AOT cache: they would be read and
     * verified at every start.
     */
    private static void raise(Path jar, String directory) throws IOException {
        URL[] classPath = {jar.toUri().toURL()};
        try (URLClassLoader neighbours =
                        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
                FileSystem entries = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(entries.getPath(directory))) {
            ClassFile classes =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(neighbours)));
            List<Path> old = files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : old) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, classes.transformClass(classes.parse(bytes), raised()));
            }
        }
    }

    private static ClassTransform raised() {
        ClassTransform version =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(ClassFile.latestMajorVersion(), 0);
                    } else {
                        builder.with(element);
                    }
                };
        // Methods are copied as they are unless a transformation asks to see their code.
        return version.andThen(
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element)));
    }
}
