package miroir.engine.merge;

/** Hits as Meilisearch 1.50 gave them for q=batman, sort year:asc and _geoPoint(1,2):asc, best first. */
final class RealHits {
    static final String[] ANSWER = {"""
        {"id":1,"title":"Batman begins","genre":["Action","action "],"year":2005,"price":1.1,"_miroir_shard":"⸀⸁",\
        "_geo":{"lat":1.5,"lng":2},"_geoDistance":55597,"_formatted":{"id":"1","title":"<em>Batman</em> begins",\
        "genre":["Action","action "],"year":"2005","price":"1.1","_miroir_shard":"⸀⸁","_geo":{"lat":"1.5","lng":"2"}},\
        "_matchesPosition":{"title":[{"start":0,"length":6}]},"_rankingScore":0.9848484848484849,\
        "_rankingScoreDetails":{"words":{"order":0,"matchingWords":1,"maxMatchingWords":1,"score":1.0},\
        "typo":{"order":1,"typoCount":0,"maxTypoCount":1,"score":1.0},"proximity":{"order":2,"score":1.0},\
        "attributeRank":{"order":3,"score":1.0},"year:asc":{"order":4,"value":2005.0},\
        "_geoPoint(1, 2):asc":{"order":5,"value":{"lat":1.5,"lng":2.0},"distance":55597.463},\
        "wordPosition":{"order":6,"score":1.0},\
        "exactness":{"order":7,"matchType":"matchesStart","score":0.6666666666666666}}}""", """
        {"id":3,"title":"Bat man","year":1999.5,"_miroir_shard":"⸀⸂",\
        "_formatted":{"id":"3","title":"<em>Bat man</em>","year":"1999.5","_miroir_shard":"⸀⸂"},\
        "_matchesPosition":{"title":[{"start":0,"length":7}]},"_rankingScore":0.4621212121212121,\
        "_rankingScoreDetails":{"words":{"order":0,"matchingWords":1,"maxMatchingWords":1,"score":1.0},\
        "typo":{"order":1,"typoCount":1,"maxTypoCount":1,"score":0.5},"proximity":{"order":2,"score":1.0},\
        "attributeRank":{"order":3,"score":1.0},"year:asc":{"order":4,"value":1999.5},\
        "_geoPoint(1, 2):asc":{"order":5,"value":null,"distance":null},"wordPosition":{"order":6,"score":1.0},\
        "exactness":{"order":7,"matchType":"noExactMatch","matchingWords":0,"maxMatchingWords":1,\
        "score":0.16666666666666666}}}""", """
        {"id":"x2","title":"The batmen return","genre":"Drama","year":"unknown","_miroir_shard":"⸀⸀","a":{"b":[1,"Q"]},\
        "_formatted":{"id":"x2","title":"The <em>batmen</em> return","genre":"Drama","year":"unknown",\
        "_miroir_shard":"⸀⸀","a":{"b":["1","Q"]}},"_matchesPosition":{"title":[{"start":4,"length":6}]},\
        "_rankingScore":0.4166666666666667,\
        "_rankingScoreDetails":{"words":{"order":0,"matchingWords":1,"maxMatchingWords":1,"score":1.0},\
        "typo":{"order":1,"typoCount":1,"maxTypoCount":1,"score":0.5},"proximity":{"order":2,"score":1.0},\
        "attributeRank":{"order":3,"score":1.0},"year:asc":{"order":4,"value":"unknown"},\
        "_geoPoint(1, 2):asc":{"order":5,"value":null,"distance":null},\
        "wordPosition":{"order":6,"score":0.9090909090909091},\
        "exactness":{"order":7,"matchType":"noExactMatch","matchingWords":0,"maxMatchingWords":1,\
        "score":0.16666666666666666}}}"""};

    static final String[] STRIPPED = {"""
        {"id":1,"title":"Batman begins","genre":["Action","action "],"year":2005,"price":1.1,\
        "_formatted":{"id":"1","title":"<em>Batman</em> begins","genre":["Action","action "],"year":"2005",\
        "price":"1.1"},"_matchesPosition":{"title":[{"start":0,"length":6}]}}""", """
        {"id":3,"title":"Bat man","year":1999.5,"_formatted":{"id":"3","title":"<em>Bat man</em>","year":"1999.5"},\
        "_matchesPosition":{"title":[{"start":0,"length":7}]}}""", """
        {"id":"x2","title":"The batmen return","genre":"Drama","year":"unknown","a":{"b":[1,"Q"]},\
        "_formatted":{"id":"x2","title":"The <em>batmen</em> return","genre":"Drama","year":"unknown",\
        "a":{"b":["1","Q"]}},"_matchesPosition":{"title":[{"start":4,"length":6}]}}"""};

    private RealHits() {}
}
