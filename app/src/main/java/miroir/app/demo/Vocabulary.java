package miroir.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words products are made of, read from {@code catalogue.txt}. */
record Vocabulary(List<Department> departments, Map<String, List<String>> shared, List<City> cities) {
    /** A part of the shop with its own words; {@code share} weighs it against the others. */
    record Department(String name, int share, List<Kind> kinds, Map<String, List<String>> words) {
        List<String> list(String key) {
            return words.getOrDefault(key, List.of());
        }
    }

    /** A kind of product and its usual price. */
    record Kind(String noun, int price) {}

    /** Where a warehouse stands; degrees. */
    record City(String name, String country, double latitude, double longitude) {}

    static Vocabulary load() {
        List<Department> departments = new ArrayList<>();
        Map<String, List<String>> shared = new HashMap<>();
        for (Map<String, List<String>> block : blocks()) {
            if (block.containsKey("department")) {
                departments.add(department(block));
            } else {
                shared.putAll(block);
            }
        }
        List<City> cities = shared.getOrDefault("cities", List.of()).stream()
                .map(Vocabulary::city)
                .toList();
        return new Vocabulary(departments, shared, cities);
    }

    List<String> list(String key) {
        return shared.getOrDefault(key, List.of());
    }

    private static Department department(Map<String, List<String>> block) {
        List<Kind> kinds = block.getOrDefault("products", List.of()).stream()
                .map(Vocabulary::kind)
                .toList();
        return new Department(only(block, "department"), Integer.parseInt(only(block, "share")), kinds, block);
    }

    private static String only(Map<String, List<String>> block, String key) {
        return String.join(";", block.getOrDefault(key, List.of()));
    }

    private static Kind kind(String text) {
        int blank = text.lastIndexOf(' ');
        return new Kind(text.substring(0, blank), Integer.parseInt(text.substring(blank + 1)));
    }

    private static City city(String text) {
        String[] parts = text.split(", ", -1);
        return new City(parts[0], parts[1], Double.parseDouble(parts[2]), Double.parseDouble(parts[3]));
    }

    /** The lists of the file by key; an empty line ends a block. */
    private static List<Map<String, List<String>>> blocks() {
        List<Map<String, List<String>>> blocks = new ArrayList<>();
        Map<String, List<String>> block = new HashMap<>();
        for (String line : lines()) {
            if (line.isBlank()) {
                blocks.add(block);
                block = new HashMap<>();
            } else if (!line.startsWith("#")) {
                int equals = line.indexOf(" = ");
                block.put(
                        line.substring(0, equals),
                        List.of(line.substring(equals + 3).split("; ", -1)));
            }
        }
        blocks.add(block);
        return blocks;
    }

    private static List<String> lines() {
        try (InputStream in = Vocabulary.class.getResourceAsStream("catalogue.txt")) {
            if (in == null) {
                throw new IllegalStateException("catalogue.txt is not in the jar");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
