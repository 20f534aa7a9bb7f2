package miroir.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import miroir.console.model.Links;
import miroir.core.operation.OperationStatus;
import miroir.core.plan.Plan.Refusal;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.Operator.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a wish to an applied plan, as a browser without scripts goes that way. */
class TopologyFlowTest {
    private static final ClusterPicture CLUSTER = Pictures.healthy();
    private static final String NEW_NODE = "kind=add-node&id=node-x&address=http%3A%2F%2F10.0.0.5%3A7700%2F&group=0";

    private final FakeOperator operator = new FakeOperator(wish -> SamplePlans.of(CLUSTER, wish));
    private final FixedEngine engine = new FixedEngine(CLUSTER, Samples.tasks(), Samples.films());
    private final Site site = Site.of(engine, operator);

    @AfterEach
    void stop() {
        site.close();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElse("");
    }

    private String planned(String fields) {
        return location(site.submit("/console/topology", "/console/plans", fields));
    }

    private TopologyWish wish() {
        return operator.wishes.get(operator.wishes.size() - 1);
    }

    @Test
    void adding_a_node_goes_from_the_form_over_the_plan_to_the_operation() {
        String plan = planned(NEW_NODE + "&key=s3cret");
        assertThat(wish().addNodes()).singleElement().satisfies(node -> {
            assertThat(node.id()).isEqualTo(new NodeId("node-x"));
            assertThat(node.address()).hasToString("http://10.0.0.5:7700");
            assertThat(node.key()).isEqualTo("s3cret");
        });
        String page = site.get(plan).body();
        assertThat(page)
                .contains("Add node-x", "copies are built", "live copies", "href=\"" + plan + "/apply\"", "NODE_KEY")
                .doesNotContain("s3cret");
        String confirm = site.get(plan + "/apply").body();
        assertThat(confirm).contains("Apply: add node-x").doesNotContain("Type the name");
        assertThat(location(site.submit(plan + "/apply", plan + "/apply", ""))).isEqualTo("/console/operations/op-new");
        assertThat(operator.orders).containsExactly("apply p-1 by console");
    }

    @ParameterizedTest
    @CsvSource({"drain-node, Drain node-b", "remove-node, Remove node-b", "fail-node, What if node-b fails?"})
    void each_button_of_a_node_ends_on_a_plan_that_names_it(String kind, String title) {
        assertThat(site.get("/console/nodes/node-b").body()).contains("value=\"" + kind + "\"");
        String plan =
                location(site.submit("/console/nodes/node-b", "/console/plans", "kind=" + kind + "&target=node-b"));
        assertThat(site.get(plan).body()).contains("<h1>" + title);
    }

    @Test
    void the_other_forms_wish_for_what_they_say() {
        planned("kind=replication-factor&replicationFactor=3");
        assertThat(wish().replicationFactor()).isEqualTo(3);
        planned("kind=add-group&group=1&nodes=node-x+http%3A%2F%2Fx%3A1%0D%0Anode-y++http%3A%2F%2Fy%3A1");
        assertThat(wish().addGroups().get(0).nodes()).hasSize(2);
        planned("kind=remove-group&target=0");
        assertThat(wish().removeGroups()).containsExactly(new GroupId(0));
        planned("kind=fail-group&target=0");
        assertThat(wish().failGroups()).containsExactly(new GroupId(0));
        String replace = "/console/nodes/node-b/replace";
        location(site.submit(
                replace, "/console/plans", "kind=replace-node&target=node-b&id=node-x&address=http%3A%2F%2Fx%3A1"));
        assertThat(wish().replaceNodes().get(0).from()).isEqualTo(new NodeId("node-b"));
    }

    @Test
    void a_form_with_mistakes_comes_back_with_the_message_and_what_was_typed_but_never_a_key() {
        HttpResponse<String> again = site.submit(
                "/console/topology",
                "/console/plans",
                "kind=add-node&id=a+b%22%3E%3Cscript%3E&address=10.0.0.5&group=x&key=s3cret");
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body())
                .contains("Nothing was planned.", "letters, digits", "written like http://", "a number from 0")
                .contains("value=\"a b&#34;>&lt;script>\"", "value=\"10.0.0.5\"", "aria-invalid=\"true\"")
                .doesNotContain("s3cret", "\"><script>");
        assertThat(operator.wishes).isEmpty();
        HttpResponse<String> replace = site.submit(
                "/console/nodes/node-b/replace",
                "/console/plans",
                "kind=replace-node&target=node-b&id=&address=ftp://x");
        assertThat(replace.statusCode()).isEqualTo(422);
        assertThat(replace.body()).contains("<h1>Replace node-b</h1>", "value=\"ftp://x\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:pw@x:1",
                "http://x:1/path",
                "http://x:1?q",
                "mailto:x",
                "http://x:0",
                "http://x:70000",
                "x y"
            })
    void an_address_is_scheme_host_and_port_only(String address) {
        HttpResponse<String> again = site.submit(
                "/console/topology",
                "/console/plans",
                "kind=add-node&id=n&group=0&address=" + URLEncoder.encode(address, UTF_8));
        assertThat(again.statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind=drain-node&target=nope",
                "kind=remove-group&target=7",
                "kind=explode&target=node-b",
                "target=node-b"
            })
    void a_wish_for_what_is_not_there_is_not_found(String fields) {
        assertThat(site.submit("/console/topology", "/console/plans", fields).statusCode())
                .isEqualTo(404);
        assertThat(operator.wishes).isEmpty();
    }

    @Test
    void removing_a_node_asks_to_type_its_name() {
        String plan = planned("kind=remove-node&target=node-b");
        assertThat(site.get(plan + "/apply").body()).contains("Type the name of the node: <strong>node-b</strong>");
        HttpResponse<String> wrong = site.submit(plan + "/apply", plan + "/apply", "word=node-c");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Type node-b to go on. Nothing was changed.");
        assertThat(operator.orders).isEmpty();
        location(site.submit(plan + "/apply", plan + "/apply", "word=node-b"));
        assertThat(operator.orders).hasSize(1);
    }

    @Test
    void a_what_if_has_no_apply_and_cannot_be_applied_by_hand() {
        String plan = planned("kind=fail-node&target=node-b");
        String page = site.get(plan).body();
        assertThat(page)
                .contains(
                        "what-if", "it cannot be applied", "32 shards of movies have one copy.", "Every document would")
                .doesNotContain("/apply");
        assertThat(location(site.get(plan + "/apply"))).isEqualTo(plan);
        assertThat(site.submit("/console/topology", plan + "/apply", "").statusCode())
                .isEqualTo(409);
        assertThat(operator.orders).isEmpty();
    }

    @Test
    void a_refused_plan_says_why_on_top_and_has_no_apply() {
        TopologyWish wish = SampleWishes.drain("node-b");
        operator.keep(
                "p-9",
                SamplePlans.refused(CLUSTER, wish, new Refusal("last_copy", "node-b", "It holds <b>last</b> copies.")));
        String page = site.get("/console/plans/p-9").body();
        assertThat(page)
                .contains("This cannot be done", "It holds &lt;b&gt;last&lt;/b&gt; copies.", "<code>last_copy</code>")
                .doesNotContain("id=\"apply\"");
        assertThat(page.indexOf("This cannot be done")).isLessThan(page.indexOf("id=\"headline\""));
        assertThat(location(site.get("/console/plans/p-9/apply"))).isEqualTo("/console/plans/p-9");
    }

    @Test
    void an_outdated_plan_leads_to_the_new_one_with_a_clear_word() {
        String plan = planned("kind=drain-node&target=node-b");
        operator.keep("p-new", SamplePlans.of(CLUSTER, wish()));
        operator.next = new Decision(Decision.Kind.OUTDATED, "p-new", "The topology moved on.");
        String instead = location(site.submit(plan + "/apply", plan + "/apply", ""));
        assertThat(instead).isEqualTo("/console/plans/p-new?instead=p-1");
        assertThat(site.get(instead).body()).contains("Nothing was applied.", "after plan p-1 was made");
        assertThat(site.get("/console/plans/p-new?instead=forged").body()).doesNotContain("forged");
    }

    @Test
    void an_order_that_is_refused_shows_the_reason_and_the_way_back() {
        String plan = planned("kind=drain-node&target=node-b");
        operator.next = new Decision(Decision.Kind.REFUSED, "", "Another operation <runs>.");
        HttpResponse<String> refused = site.submit(plan + "/apply", plan + "/apply", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Another operation &lt;runs&gt;.", "href=\"" + plan + "\"");
        operator.next = new Decision(Decision.Kind.NOT_FOUND, "", "");
        assertThat(site.submit(plan + "/apply", plan + "/apply", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_plan_of_a_topology_that_moved_on_says_so_before_it_is_applied() {
        operator.keep("p-old", SamplePlans.of(Pictures.degraded(), SampleWishes.drain("node-b")));
        assertThat(site.get("/console/plans/p-old").body())
                .contains("The topology has changed since this plan was made");
    }

    @Test
    void an_applied_plan_leads_to_its_operation_and_has_no_apply() {
        String plan = planned("kind=drain-node&target=node-b");
        operator.add(FakeOperator.drain("op-7", "p-1", OperationStatus.RUNNING));
        assertThat(site.get(plan).body())
                .contains("This plan was applied.", "href=\"/console/operations/op-7\"")
                .doesNotContain("id=\"apply\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/console/plans, /console/topology",
        "/console/plans/p-1/apply, /console/plans/p-1/apply",
        "/console/operations/op-1/pause, /console/operations/op-1",
        "/console/indexes/movies/repair, /console/shards"
    })
    void a_form_without_its_token_or_from_another_site_changes_nothing(String action, String page) {
        planned("kind=drain-node&target=node-b");
        operator.wishes.clear();
        operator.add(FakeOperator.drain("op-1", null, OperationStatus.RUNNING));
        String fields = "kind=drain-node&target=node-b";
        assertThat(site.post(action, fields).statusCode()).isEqualTo(403);
        assertThat(site.post(action, "_csrf=" + "0".repeat(64) + "&" + fields).body())
                .contains("Nothing was changed");
        String token = site.token(page);
        assertThat(site.post(action, "_csrf=" + token + "&" + fields, "Sec-Fetch-Site", "same-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(operator.wishes).isEmpty();
        assertThat(operator.orders).isEmpty();
        assertThat(site.post(action, "_csrf=" + token + "&" + fields, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void without_a_session_an_order_goes_to_the_login() {
        try (Site closed = new Site(engine, operator, "master key", InstantSource.fixed(Pictures.NOW))) {
            HttpResponse<String> turned = closed.post("/console/plans", NEW_NODE);
            assertThat(location(turned)).startsWith("/console/login");
            assertThat(operator.wishes).isEmpty();
        }
    }

    @Test
    void without_an_operator_nothing_is_offered() {
        try (Site reads = Site.of(engine)) {
            for (String path : List.of("/console", "/console/nodes", "/console/nodes/node-b", "/console/shards")) {
                assertThat(reads.get(path).body()).doesNotContain("/console/topology", "method=\"post\"");
            }
            assertThat(reads.get("/console/topology").statusCode()).isEqualTo(404);
            assertThat(reads.post("/console/plans", NEW_NODE).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void hostile_ids_stay_text_in_pages_and_addresses() {
        String id = "p/../\"><script>";
        operator.keep(id, SamplePlans.of(CLUSTER, SampleWishes.drain("n\"><i>")));
        String page = site.get(Links.plan(id)).body();
        assertThat(page)
                .contains("/console/plans/p%2F..%2F%22%3E%3Cscript%3E/apply", "n\"&gt;&lt;i&gt;")
                .doesNotContain("\"><script>", "\"><i>");
    }
}
