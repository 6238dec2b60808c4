from clusters.agenda import usual


def test_the_usual_items_say_who_leads_as_the_body_is_called():
    of_cluster, of_block = (" ".join(one.title for one in usual("YEAREND", word)) for word in ("Cụm", "Khối"))
    assert "Bầu Cụm trưởng, Cụm phó năm sau" in of_cluster
    assert "Khối" not in of_cluster
    assert "Bầu Khối trưởng, Khối phó năm sau" in of_block
    assert "Cụm" not in of_block
    assert "Bàn giao nhiệm vụ Khối trưởng và cờ luân lưu" in of_block
