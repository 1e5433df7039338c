"""The licence rules against cases worked out by hand from clause texts."""


def test_the_rules_agree(api, case):
    case(api)
