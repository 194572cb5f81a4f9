package dev.mooring.rules;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jars the classes of one jar lead to, class by class: names in constant pools, descriptors among them, and the
 * providers of a service whose interface is reached. A class that is only named by a string is not.
 */
final class JarUse {
    private static final Pattern REFERENCE = Pattern.compile("L([^;<>]+);");
    private static final Pattern VERSION = Pattern.compile("-\\d.*");
    private static final String SERVICES = "META-INF/services/";

    private final Map<String, String> jarOf = new HashMap<>();
    private final Map<String, byte[]> classes = new HashMap<>();
    private final Map<String, List<String>> providers = new HashMap<>();
    private final TreeMap<String, Set<String>> users = new TreeMap<>();

    private JarUse() {}

    /** The users of each jar, by names without a version; nobody uses the first, or what nothing reaches. */
    static Map<String, Set<String>> of(Path first, List<Path> jars) throws IOException {
        JarUse use = new JarUse();
        use.read(first);
        for (Path jar : jars) {
            use.read(jar);
        }
        use.follow(nameOf(first));
        return use.users;
    }

    private static String nameOf(Path jar) {
        return VERSION.matcher(jar.getFileName().toString()).replaceAll("");
    }

    private void read(Path path) throws IOException {
        String name = nameOf(path);
        users.put(name, new TreeSet<>());
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith("META-INF/versions/")) {
                    continue;
                }
                if (entry.getName().endsWith(".class")) {
                    String type = entry.getName().replace(".class", "");
                    jarOf.put(type, name);
                    classes.put(type, bytes(jar, entry));
                } else if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
                    String service =
                            entry.getName().substring(SERVICES.length()).replace('.', '/');
                    providers.computeIfAbsent(service, _ -> new ArrayList<>()).addAll(names(bytes(jar, entry)));
                }
            }
        }
    }

    private void follow(String first) {
        Deque<String> next = new ArrayDeque<>(classes.keySet().stream()
                .filter(type -> first.equals(jarOf.get(type)))
                .sorted()
                .toList());
        Set<String> seen = new HashSet<>(next);
        while (!next.isEmpty()) {
            String type = next.remove();
            Set<String> wanted = references(requireNonNull(classes.get(type)));
            wanted.forEach(target -> note(type, target));
            List<String> all = new ArrayList<>(wanted);
            wanted.forEach(target -> all.addAll(providers.getOrDefault(target, List.of())));
            for (String target : all) {
                note(type, target);
                if (classes.containsKey(target) && seen.add(target)) {
                    next.add(target);
                }
            }
        }
    }

    private void note(String user, String used) {
        String from = jarOf.get(user);
        String to = jarOf.get(used);
        if (to != null && !to.equals(from)) {
            requireNonNull(users.get(to)).add(from);
        }
    }

    private static Set<String> references(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        Set<String> found = new HashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> add(found, type.asInternalName());
                case NameAndTypeEntry member -> add(found, member.type().stringValue());
                case MethodTypeEntry method -> add(found, method.descriptor().stringValue());
                default -> {}
            }
        }
        model.fields().forEach(field -> add(found, field.fieldType().stringValue()));
        model.methods().forEach(method -> add(found, method.methodType().stringValue()));
        return found;
    }

    private static void add(Set<String> found, String text) {
        Matcher reference = REFERENCE.matcher(text);
        boolean described = false;
        while (reference.find()) {
            described = true;
            found.add(reference.group(1));
        }
        if (!described) {
            found.add(text);
        }
    }

    private static List<String> names(byte[] service) {
        return new String(service, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("#.*", "").strip().replace('.', '/'))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
