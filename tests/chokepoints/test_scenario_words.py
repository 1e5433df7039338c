"""What scenarios are asked in: names, numbers, clauses; and what is refused, by which error."""

import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.clause import CLOSED, REVOKED, Clause, Predicate
from valuegraph.chokepoints.naming import Directory, MissingColumnError
from valuegraph.chokepoints.parsing import read_verb
from valuegraph.chokepoints.price import UnknownCostsError
from valuegraph.chokepoints.scenario import play
from valuegraph.chokepoints.shocks import conditions
from valuegraph.chokepoints.verbs import Cut, Licence, Price, Remove, Sanction
from valuegraph.errors import GraphError, UnknownNameError, UsageError

LAB, TERMS = "https://x.org/lab:one", "https://x.org/terms#v2=final"
SUPPLIES = {
    "supplier": [LAB, TERMS, "cloud", 7, "lab:one"],
    "dependent": ["app", "app", "app", "app", "app"],
    "role": ["model", "licenceTerms", "compute", "power", "talk"],
    "kind": ["api", "licence", "infrastructure", "a:b", "api"],
}
NODES = {
    "node": [LAB, "app", "cloud"],
    "label": ["Lab One", "The App", "Cloudy"],
    "controller": ["Lab Holding", "Apps", None],
    "jurisdiction": ["US", "CN", None],
    "field": ["law", "war", ["law", "art"]],
    "monthly_users": [1, "many", None],
}
GRAPH = DependencyGraph.from_frame(SUPPLIES, None, NODES)
DIRECTORY = Directory(GRAPH.engine.graph, GRAPH.attributes)


def run(*verbs, targets=("app",), clauses=None, surge=0.0):
    return play(GRAPH.engine, verbs, targets, conditions(surge, "renewal"), clauses=clauses)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        (f"remove:{LAB}", Remove(LAB)),
        (f"remove:{LAB}=0.5", Remove(LAB, 0.5)),
        (f"remove:<{LAB}>=5e-1", Remove(LAB, 0.5)),
        (f"remove:{TERMS}", Remove(TERMS)),
        (f"remove:{TERMS}=0.25", Remove(TERMS, 0.25)),
        ("remove:controller:Lab Holding=0.5", Remove("Lab Holding", 0.5, "controller")),
        ("remove:field:law", Remove("law", by="field")),
        ("remove:node:cloud", Remove("cloud", by="node")),
        ("remove:lab:one=1", Remove("lab:one", 1.0)),
        (f"cut:api:{LAB}", Cut("api", LAB)),
        (f"cut:api:{LAB}:app", Cut("api", LAB, "app")),
        (f"cut:a:b:{LAB}:<app>", Cut("a:b", LAB, "app")),
        (f"cut:<a:b>:cloud:{LAB}", Cut("a:b", "cloud", LAB)),
        ("cut:*:lab:one", Cut("*", "lab:one")),
        (f"licence:{TERMS}:revoked", Licence(TERMS, REVOKED)),
        (f"license:{TERMS}:closed:users", Licence(TERMS, CLOSED, "users")),
        (
            f"licence:{TERMS}:region:CN:retroactive:users",
            Licence(TERMS, Clause("region:CN", {"jurisdiction": "CN"}, retroactive=True), "users"),
        ),
        (f"licence:<{TERMS}>:field:<a:b>", Licence(TERMS, Clause("field:<a:b>", {"field": "a:b"}))),
        ("sanction:US->CN", Sanction("US", "CN")),
        ("sanction:US->CN:0.25", Sanction("US", "CN", 0.25)),
        ("sanction:US->CN:retroactive", Sanction("US", "CN", retroactive=True)),
        ("sanction:<US>-><CN>:1", Sanction("US", "CN", 1.0)),
        (f"price:{LAB}:+1.0", Price(LAB, 1.0)),
        ("price:controller:Lab Holding:-0.5", Price("Lab Holding", -0.5, "controller")),
    ],
)
def test_texts_are_read_with_the_names_that_are_known(text, verb):
    assert read_verb(text, DIRECTORY) == verb
    assert type(verb).parse(str(verb), DIRECTORY) == verb


def test_named_clauses_are_known_by_their_names():
    cap = Clause("big:ones", {"monthly_users": "> 700e6"}, retroactive=True)
    verb = read_verb(f"licence:{TERMS}:big:ones", DIRECTORY, {cap.name: cap})
    assert verb == Licence(TERMS, cap)
    scenario = run(f"licence:{TERMS}:big:ones", clauses={cap.name: cap})
    assert (scenario.lost, scenario.lost_at_most) == (0, 1)
    assert [(each.node, each.column) for each in scenario.undetermined] == [
        ("app", "monthly_users")
    ]


def test_names_need_not_be_texts():
    assert run("remove:7").lost == run(Remove(7)).lost == 1
    assert run("remove:7").meanings == ("7 (the node) keeps 0 of its service",)
    assert run("cut:a:b:7").lost == 1


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("remove:<cloud", "'<cloud' is no name"),
        ("remove:<cloud>half", "'=' should follow"),
        ("remove:=0.5", "a name is missing"),
        ("remove:cloud=half", "'half' is no number"),
        ("remove:cloud=1.5", "between 0 and 1"),
        ("cut:api:", "names no supplier"),
        (f"cut:api:cloud:{LAB}:app", "nothing can follow"),
        ("sanction:US", "arrow"),
        ("sanction:US->", "arrow"),
        ("sanction:US->CN:0", "not above 0"),
        ("sanction:US->CN:2", "not above 0"),
        ("sanction:US->CN:nan", "not above 0"),
        ("sanction:US->US", "cannot sanction itself"),
        ("price:cloud", "gives no change"),
        ("price:cloud:nan", "not a number from"),
        ("price:cloud:+1000", "not a number from"),
        (f"licence:{TERMS}", "names no clause"),
        (f"licence:{TERMS}:revokd", "did you mean revoked?"),
        (f"licence:{TERMS}:closed:retroactive", "retroactive"),
        ("licence:cloud:revoked", "supplies nothing of the kind 'licence'"),
        ("remve:cloud", "did you mean remove?"),
        ("nonsense", "use remove:NAME"),
    ],
)
def test_what_cannot_be_read_says_why(text, because):
    with pytest.raises((UsageError, UnknownNameError)) as caught:
        run(text)
    assert because in str(caught.value)


@pytest.mark.parametrize(
    ("verb", "hint"),
    [
        ("remove:Lab one", LAB),
        ("remove:clowd", "cloud"),
        ("remove:controller:Lab Holdings", "Lab Holding"),
        ("remove:node:Lab Holding", ""),
        (Cut("apy", LAB), "did you mean api?"),
        (Cut("*", "app", "clou"), "cloud"),
        (Sanction("USA", "CN"), "US"),
        (f"licence:{TERMS}:region:XX", ""),
        (Licence(TERMS, Clause("c", {"field": {"waar"}})), "war"),
        (Licence(TERMS, Clause("c", effect="add requirement", requires=("nobody",))), "name"),
    ],
)
def test_unknown_names_come_with_what_may_have_been_meant(verb, hint):
    with pytest.raises(UnknownNameError) as caught:
        run(verb)
    assert hint in caught.value.mend


@pytest.mark.parametrize(
    ("verb", "column"),
    [
        (f"licence:{TERMS}:non-commercial", "commercial"),
        (Licence(TERMS, Clause("c", {"staff": "> 5"})), "staff"),
        (Remove("x", by="region"), "region"),
    ],
)
def test_a_column_that_is_missing_is_named(verb, column):
    with pytest.raises(MissingColumnError) as caught:
        run(verb)
    assert caught.value.column == column
    assert repr(column) in str(caught.value)


def test_a_graph_without_places_or_sectors_refuses_sanctions_and_fields():
    bare = DependencyGraph.from_frame(SUPPLIES).engine
    asked = conditions(0, "renewal")
    for verb, column in (
        ("sanction:US->CN", "jurisdiction"),
        (f"licence:{TERMS}:field:law", "field"),
    ):
        with pytest.raises(MissingColumnError) as caught:
            play(bare, [verb], None, asked)
        assert caught.value.column == column


def test_prices_without_cost_shares_are_refused_and_the_groups_named():
    needs = {"dependent": ["app", "app"], "role": ["model", "compute"], "cost_share": [0.4, 0.3]}
    graph = DependencyGraph.from_frame(SUPPLIES, needs, NODES).engine
    asked = conditions(0, "renewal")
    assert play(graph, [f"price:{LAB}:1"], ["app"], asked).lost == 0
    with pytest.raises(UnknownCostsError) as caught:
        play(graph, ["price:7:1", "price:lab:one:1"], None, asked)
    assert caught.value.groups == (("app", "power"), ("app", "talk"))
    # Nobody asks for what the price reaches.
    assert play(graph, ["price:7:1"], ["cloud"], asked).mean_price_change == 0
    both = {
        "supplier": ["a", "b"], "dependent": ["t", "t"], "role": ["r", "r"],
    }  # fmt: skip
    needs = {"dependent": ["t"], "role": ["r"], "cost_share": [0.4]}
    graph = DependencyGraph.from_frame(both, needs).engine
    with pytest.raises(UnknownCostsError, match="substitution"):
        play(graph, ["price:a:1"], ["t"], asked)


def test_prices_refuse_costs_above_the_whole_and_cycles_without_a_price():
    table = {"supplier": ["x", "b", "a"], "dependent": ["a", "a", "b"], "role": ["p", "q", "r"]}
    asked = conditions(0, "renewal")

    def priced(*costs, change=0.1):
        needs = {"dependent": ["a", "a", "b"], "role": ["p", "q", "r"], "cost_share": costs}
        graph = DependencyGraph.from_frame(table, needs).engine
        return play(graph, [Price("x", change)], None, asked).price_changes

    # a = 1 + .1 (x - 1) + c (b - 1), b = a: the change is .1 (x - 1) / (1 - c).
    slow = priced(0.001, 0.998999, 1.0)
    rise = 0.001 * (2.718281828459045**0.1 - 1) / (1 - 0.998999)
    assert slow["b"] == pytest.approx(rise, rel=1e-9)
    with pytest.raises(GraphError, match="sum to more than 1"):
        priced(0.5, 0.6, 1.0)
    # Without any cost of their own, all that a and b pay in the end is x.
    assert priced(0.1, 0.9, 1.0)["b"] == pytest.approx(2.718281828459045**0.1 - 1, rel=1e-9)
    needs = {"dependent": ["a", "b"], "role": ["q", "r"], "cost_share": [0.9, 0.9]}
    graph = DependencyGraph.from_frame(
        {"supplier": ["b", "a"], "dependent": ["a", "b"], "role": ["q", "r"]}, needs
    ).engine
    with pytest.raises(GraphError, match="without end"):
        play(graph, [Price("a", 0.5)], None, asked)
    # a = 2 (1 + (b - 1) / 2) = b + 1 and b = a: the tangent never meets the prices.
    needs["cost_share"] = [0.5, 1.0]
    graph = DependencyGraph.from_frame(
        {"supplier": ["b", "a"], "dependent": ["a", "b"], "role": ["q", "r"]}, needs
    ).engine
    with pytest.raises(GraphError, match="without end"):
        play(graph, [Price("a", 0.6931471805599453)], None, asked)


def test_of_several_changes_of_one_price_the_largest_counts():
    needs = {"dependent": ["app"], "role": ["compute"], "cost_share": [1.0]}
    graph = DependencyGraph.from_frame(SUPPLIES, needs).engine
    asked = conditions(0, "renewal")

    def change(*changes):
        verbs = [Price("cloud", each) for each in changes]
        found = play(graph, verbs, ["app"], asked)
        return found.to_frame()["price_change"].tolist()[0]

    assert change(0.5) == change(0.1, 0.5, 0.0, -0.4) == change(-0.5, 0.5)
    assert change(-0.5) == change(0.4, -0.5, 0.0)
    assert change(0.0) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Clause("c", effect="explode"),
        lambda: Clause(""),
        lambda: Clause("c", effect="cut new versions", retroactive=True),
        lambda: Clause("c", requires=("x",)),
        lambda: Clause("c", {"users": "> lots"}),
        lambda: Predicate("users", "like", frozenset({"x"})),
        lambda: Predicate("users", "in", 3.0),
        lambda: Predicate("users", ">", float("nan")),
        lambda: Clause.read("c", {"wher": {}}),
        lambda: Clause.read("c", {"retroactive": "yes"}),
        lambda: Licence("x", CLOSED, "friends"),
        lambda: Remove.parse("cut:api:x"),
        lambda: run(3),
    ],
)
def test_clauses_and_verbs_that_contradict_themselves_are_refused(wrong):
    with pytest.raises(UsageError):
        wrong()


@pytest.mark.parametrize(
    ("said", "cell", "holds"),
    [
        ("CN", "CN", True), ("CN", "US", False), ("CN", None, None), ("= CN", "CN", True),
        ("!= CN", "US", True), ("!= CN", ["US", "CN"], True), ({"CN", "US"}, "US", True),
        (["law"], ("art", "law"), True), ("law", ["art"], False), (True, True, True),
        (True, False, False), (True, "yes", None), (True, 1, None), ("> 5", 6, True),
        (">= 5", "5", True), ("< 5", 5, False), ("<= 5", "many", None), (3, "3", False),
        ("3", 3, True),
    ],
)  # fmt: skip
def test_conditions_hold_fail_or_are_unknown(said, cell, holds):
    assert Predicate.of("column", said).holds(cell) is holds


def test_clauses_say_what_they_are():
    clause = Clause(
        "cap", {"users": "> 5", "place": {"b", "a"}}, "add requirement", requires=("x", "y")
    )
    expected = (
        "cap: add requirement for place in a, b and users > 5, from x, y; what is held goes on"
    )
    assert str(clause) == expected
    assert str(REVOKED) == "revoked: cut for everybody, what is held included"
    assert hash(clause) == hash(
        Clause("cap", {"place": ["a", "b"], "users": "> 5"}, "add requirement", requires=("x", "y"))
    )


@pytest.mark.parametrize("method", ["by_cause", "horizons", "facts", "cut", "flips", "confidence"])
def test_what_needs_targets_says_so(method):
    with pytest.raises(UsageError, match="targets"):
        getattr(run("remove:cloud", targets=None), method)()
