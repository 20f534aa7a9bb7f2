package miroir.console.model;

import java.util.List;

/**
 * The search page.
 *
 * @param curl the command that asks the same; empty when there is no index
 */
public record SearchPage(SearchQuery query, List<TasksPage.Option> indexes, SearchResult result, String curl) {}
